// title: {zh: 来源讲哪里, en: Regions of the sources}
// doc:
//   zh: 写明讲的是哪里的来源；一处一行，列出来源与最近一次的发布日期。
//   en: The regions that sources say they are about; one row a region, with its sources and the latest day on which one was published.
// params: {}
// returns: {sources: 'list[str]', published: str, place_id: str}
MATCH (s:Source)
WHERE s.region IS NOT NULL AND s.kind <> 'registry'
WITH s ORDER BY s.id
WITH 'cn-' + s.region AS place_id, collect(s.id) AS sources, max(s.published) AS published
RETURN sources, published, place_id
ORDER BY place_id

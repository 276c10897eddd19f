// title: {zh: 来源的说明, en: What sources are}
// doc:
//   zh: 来源的标题、种类、发布者、日期、级次、讲的地方，和普查声明；不数它写了多少，因此很快。不给出来源时列全部。
//   en: Title, kind, publisher, date, rank, region of sources, and what they say to cover in full; how much they state is not counted, which makes it fast. All without sources given.
// params:
//   sources: {type: 'list[str]', default: null, doc: 来源的 id ids of sources}
// returns: {source: str, kind: str, publisher: str, published: str, document: str, region: str, place_id: str, place: str, rank: int, covers: 'list[str]', source_id: str}
// example: {sources: [000-yuci]}
MATCH (s:Source) WHERE $sources IS NULL OR s.id IN $sources
OPTIONAL MATCH (p:Entity {id: 'cn-' + s.region})
RETURN s.name AS source, s.kind AS kind, s.publisher AS publisher, s.published AS published, s.document AS document, s.region AS region,
  p.id AS place_id, p.name AS place, s.rank AS rank, coalesce(s.covers, []) AS covers, s.id AS source_id
ORDER BY source_id

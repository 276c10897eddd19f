// title: {zh: 提议, en: Proposals}
// doc:
//   zh: 待人审定的提议：实体、关系、数字，把握大的在前；已接受的不再列出，已否决的按 status 另列。续页时给出上一页最后一行的 confidence 与 item_id。
//   en: Proposals that wait for a person, entities, relations and figures, the surest first. What was accepted is no longer listed, what was rejected by status alone. For the next page give confidence and item_id of the last row.
// params:
//   source: {type: SourceId, default: null, doc: 来源 the source}
//   region: {type: str, default: null, doc: 来源的区划代码，含其下级 division code of the source or above it}
//   type: {type: str, default: null, doc: 实体、关系类型或 Claim the type of entity or relation or Claim}
//   min_confidence: {type: float, default: null, doc: 把握不低于 confidence from}
//   max_confidence: {type: float, default: null, doc: 把握不高于 confidence up to}
//   status: {type: str, default: proposed, choices: [proposed, rejected], doc: 待审的或已否决的 open or rejected ones}
//   after_confidence: {type: float, default: null, doc: 上一页末行的把握 that of the last row before}
//   after_id: {type: str, default: null, doc: 上一页末行的 item_id that of the last row before}
//   limit: {type: int, default: 200, doc: 最多几行 how many at most}
// returns: {what: str, type: str, a: str, kind: str, b: str, confidence: float, modality: str, status: str, reasons_zh: 'list[str]', reasons_en: 'list[str]', sources: 'list[str]', evidence: 'list[str]', a_id: str, b_id: str, item_id: str}
// example: {source: proposed-yuci}
MATCH (s:Source)
WHERE ($source IS NULL OR s.id = $source) AND ($region IS NULL OR s.region STARTS WITH $region)
WITH s ORDER BY s.id
WITH collect(s.id) AS chosen
CALL () {
  MATCH (n:Entity)
  WHERE n.status = $status
  RETURN n AS said, 'entity' AS what, n.label AS type, n.name AS a, n.kind AS kind, null AS b, n.id AS a_id, null AS b_id
  UNION ALL
  MATCH (x:Entity)-[r]->(y:Entity)
  WHERE r.status = $status AND x.status <> 'rejected' AND y.status <> 'rejected'
  RETURN r AS said, 'relation' AS what, type(r) AS type, x.name AS a, coalesce(r.kind, r.role) AS kind, y.name AS b, x.id AS a_id, y.id AS b_id
  UNION ALL
  MATCH (c:Claim)-[:ABOUT]->(e:Entity)
  WHERE c.status = $status AND e.status <> 'rejected'
  RETURN c AS said, 'claim' AS what, 'Claim' AS type, e.name AS a, c.topic AS kind, c.printed AS b, e.id AS a_id, null AS b_id
}
WITH what, type, a, kind, b, coalesce(said.confidence, 0.0) AS confidence, said.modality AS modality, said.status AS status,
  coalesce(said.reasons_zh, []) AS reasons_zh, coalesce(said.reasons_en, []) AS reasons_en, said.sources AS sources,
  said.evidence AS evidence, a_id, b_id, said.id AS item_id, chosen
WHERE any(source IN sources WHERE source IN chosen) AND ($type IS NULL OR type = $type)
  AND ($min_confidence IS NULL OR confidence >= $min_confidence) AND ($max_confidence IS NULL OR confidence <= $max_confidence)
  AND ($after_id IS NULL OR $after_confidence IS NULL OR confidence < $after_confidence OR (confidence = $after_confidence AND item_id > $after_id))
RETURN what, type, a, kind, b, confidence, modality, status, reasons_zh, reasons_en, sources, evidence, a_id, b_id, item_id
ORDER BY confidence DESC, item_id LIMIT $limit

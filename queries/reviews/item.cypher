// title: {zh: 一条提议, en: One proposal}
// doc:
//   zh: 一个实体、关系或数字怎样成立：状态、把握、理由、出处，以及只是提议的来源与出处。
//   en: How an entity, relation or figure stands, with confidence, reasons and evidence, and the sources that merely propose it.
// params:
//   item: {type: str, doc: 实体、关系或数字的 id the id of an entity or relation or figure}
// returns: {what: str, type: str, a: str, kind: str, b: str, confidence: float, modality: str, status: str, reasons_zh: 'list[str]', reasons_en: 'list[str]', sources: 'list[str]', evidence: 'list[str]', proposed_by: 'list[str]', proposed_at: 'list[str]', conflicts: 'list[str]', a_id: str, b_id: str, item_id: str}
// example: {item: moe-4114010112}
CALL () {
  MATCH (n:Entity {id: $item})
  RETURN n AS said, 'entity' AS what, n.label AS type, n.name AS a, n.kind AS kind, null AS b, n.id AS a_id, null AS b_id
  UNION ALL
  MATCH (x:Entity)-[r]->(y:Entity)
  WHERE r.id = $item
  RETURN r AS said, 'relation' AS what, type(r) AS type, x.name AS a, coalesce(r.kind, r.role) AS kind, y.name AS b, x.id AS a_id, y.id AS b_id
  UNION ALL
  MATCH (c:Record {id: $item})-[:ABOUT]->(e:Entity)
  RETURN c AS said, 'claim' AS what, 'Claim' AS type, e.name AS a, c.topic AS kind, c.printed AS b, e.id AS a_id, null AS b_id
}
RETURN what, type, a, kind, b, said.confidence AS confidence, said.modality AS modality, said.status AS status,
  coalesce(said.reasons_zh, []) AS reasons_zh, coalesce(said.reasons_en, []) AS reasons_en, said.sources AS sources, said.evidence AS evidence,
  coalesce(said.proposed_by, []) AS proposed_by, coalesce(said.proposed_at, []) AS proposed_at, coalesce(said.conflicts, []) AS conflicts,
  a_id, b_id, said.id AS item_id
ORDER BY what, item_id

// title: {zh: 一个关系的出处, en: Evidence of one relation}
// doc:
//   zh: 按 id 取一个关系：两端、性质、有效期、来源与出处，以及对它提出异议的决定。
//   en: One relation by its id, with its ends, kind, validity, sources and evidence, and the decisions that dispute it.
// params:
//   edge: {type: EdgeId, doc: 关系的 id id of the relation}
// returns: {a: str, type: str, kind: str, b: str, status: str, modality: str, since: str, until: str, sources: 'list[str]', disputed: 'list[str]', evidence: 'list[str]', a_id: str, b_id: str, edge_id: str}
// example: {edge: e-64f7945ddd996999}
MATCH (a:Entity)-[r]->(b:Entity)
WHERE r.id = $edge AND r.status IN ['stated', 'inferred']
RETURN a.name AS a, type(r) AS type, coalesce(r.kind, r.role) AS kind, b.name AS b, r.status AS status, r.modality AS modality,
  r.valid_from AS since, r.valid_to AS until, r.sources AS sources, coalesce(r.disputed, []) AS disputed, r.evidence AS evidence,
  a.id AS a_id, b.id AS b_id, r.id AS edge_id
ORDER BY type, edge_id

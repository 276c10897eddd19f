// title: {zh: 几个实体之间的关系, en: Relations among entities}
// doc:
//   zh: 给出的实体之间的全部关系，及其起止。
//   en: Every relation between two of the entities that are given, with when it holds.
// params:
//   entities: {type: 'list[str]', doc: 实体的 id their ids}
// returns: {a_id: str, a: str, a_label: str, a_status: str, edge_id: str, type: str, kind: str, status: str, modality: str, valid_from: str, valid_to: str, evidence: 'list[str]', b_id: str, b: str, b_label: str, b_status: str}
// form: graph
// example: {entities: [cn-140702002010, cn-140702002]}
UNWIND $entities AS id
MATCH (n:Entity {id: id})-[r]-(:Entity)
WHERE n.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
// an edge between two of them is found from both
WITH r, count(DISTINCT n) AS inside
WHERE inside = 2
WITH r, startNode(r) AS a, endNode(r) AS b
RETURN a.id AS a_id, a.name AS a, a.label AS a_label, a.status AS a_status, r.id AS edge_id, type(r) AS type,
  coalesce(r.kind, r.role) AS kind, r.status AS status, r.modality AS modality, r.valid_from AS valid_from, r.valid_to AS valid_to, r.evidence AS evidence,
  b.id AS b_id, b.name AS b, b.label AS b_label, b.status AS b_status
ORDER BY a_id, b_id, edge_id

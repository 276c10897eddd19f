// title: {zh: 从几个实体出发的关系, en: Relations that begin at entities}
// doc:
//   zh: 从给出的实体出发的全部关系，及其起止。
//   en: Every relation that begins at one of the entities that are given, wherever it ends, with when it holds.
// params:
//   entities: {type: 'list[str]', doc: 实体的 id their ids}
// returns: {type: str, kind: str, status: str, modality: str, valid_from: str, valid_to: str, first_day: str, last_day: str, evidence: 'list[str]', a_id: str, b_id: str, edge_id: str}
// example: {entities: [cn-140702002010, cn-140702002]}
UNWIND $entities AS id
MATCH (a:Entity {id: id})-[r]->(b:Entity)
WHERE a.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND b.status IN ['stated', 'inferred']
RETURN type(r) AS type, coalesce(r.kind, r.role) AS kind, r.status AS status, r.modality AS modality, r.valid_from AS valid_from, r.valid_to AS valid_to,
  r.valid_from_first AS first_day, r.valid_to_last AS last_day, r.evidence AS evidence, a.id AS a_id, b.id AS b_id, r.id AS edge_id
ORDER BY a_id, b_id, edge_id

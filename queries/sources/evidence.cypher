// title: {zh: 两方之间凭什么, en: Evidence between two}
// doc:
//   zh: 两个实体之间的每个关系及其出处，不论方向；disputed 是对它提出异议的决定。
//   en: Every relation between two entities, in either direction, with its evidence and the decisions that dispute it.
// params:
//   a: {type: EntityId, doc: 一方 the one}
//   b: {type: EntityId, doc: 另一方 the other}
// returns: {a: str, type: str, kind: str, b: str, status: str, modality: str, since: str, until: str, sources: 'list[str]', disputed: 'list[str]', evidence: 'list[str]', a_id: str, b_id: str, edge_id: str}
// example: {a: cn-140702002010, b: 山西中医药大学第三临床学院}
UNWIND [[$a, $b], [$b, $a]] AS pair
MATCH (a:Entity {id: pair[0]})-[r]->(b:Entity {id: pair[1]})
WHERE a.id <> b.id AND r.status IN ['stated', 'inferred']
RETURN a.name AS a, type(r) AS type, coalesce(r.kind, r.role) AS kind, b.name AS b, r.status AS status, r.modality AS modality,
  r.valid_from AS since, r.valid_to AS until, r.sources AS sources, coalesce(r.disputed, []) AS disputed, r.evidence AS evidence, a.id AS a_id, b.id AS b_id, r.id AS edge_id
ORDER BY type, edge_id

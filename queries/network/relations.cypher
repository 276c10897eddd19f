// title: {zh: 一个实体的关系, en: Relations of an entity}
// doc:
//   zh: 一个实体的每个关系，文件写明的在前；用来一页一页展开有许多关系的实体。续页时给出上一页末行的 listed 与 edge_id。
//   en: Each relation of an entity, those that documents state first; it expands an entity of many relations page by page. For the next page give listed and edge_id of the last row.
// params:
//   entity: {type: EntityId, doc: 哪个实体 the entity}
//   type: {type: str, default: null, doc: 只看一种关系 relations of one type}
//   label: {type: str, default: null, doc: 只看与一种类型的关系 relations with entities of one type}
//   after_listed: {type: int, default: -1, doc: 上一页末行的 listed that of the last row before}
//   after_id: {type: str, default: '', doc: 上一页末行的 edge_id that of the last row before}
//   limit: {type: int, default: 200, doc: 最多几个 how many at most}
// returns: {type: str, direction: str, kind: str, other: str, other_label: str, status: str, modality: str, since: str, until: str, listed: int, evidence: 'list[str]', other_id: str, edge_id: str}
// example: {entity: cn-140702002010}
MATCH (e:Entity {id: $entity})-[r]-(o:Entity)
WHERE r.status IN ['stated', 'inferred'] AND o.status IN ['stated', 'inferred']
  AND ($type IS NULL OR type(r) = $type) AND ($label IS NULL OR o.label = $label)
WITH e, r, o, CASE WHEN r.documented THEN 0 ELSE 1 END AS listed
WHERE listed > $after_listed OR listed = $after_listed AND r.id > $after_id
RETURN type(r) AS type, CASE WHEN startNode(r).id = e.id THEN 'out' ELSE 'in' END AS direction, coalesce(r.kind, r.role) AS kind, o.name AS other,
  o.label AS other_label, r.status AS status, r.modality AS modality, r.valid_from AS since, r.valid_to AS until, listed, r.evidence AS evidence,
  o.id AS other_id, r.id AS edge_id
ORDER BY listed, edge_id
LIMIT $limit

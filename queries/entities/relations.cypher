// title: {zh: 一个实体的关系与另一端, en: Relations of an entity with what their other ends are}
// doc:
//   zh: 一个实体的每个关系，附另一端的小类、级别、领域、日期、承担者、类别与项数；文件写明的在前。
//   en: Each relation of an entity, with the kind, level, field, date, actors, categories and count of its other end; those that documents state first.
// params:
//   entity: {type: EntityId, doc: 哪个实体 the entity}
//   limit: {type: int, default: 1000, doc: 最多几个 how many at most}
// returns: {type: str, direction: str, kind: str, other: str, other_label: str, other_kind: str, level: str, field: str, date: str, end_date: str, by: str, categories: 'list[str]', count: int, status: str, modality: str, since: str, until: str, documented: bool, disputed: 'list[str]', evidence: 'list[str]', other_id: str, edge_id: str}
// example: {entity: cn-140702}
MATCH (e:Entity {id: $entity})-[r]-(o:Entity)
WHERE r.status IN ['stated', 'inferred'] AND o.status IN ['stated', 'inferred']
RETURN type(r) AS type, CASE WHEN startNode(r).id = e.id THEN 'out' ELSE 'in' END AS direction, coalesce(r.kind, r.role) AS kind, o.name AS other,
  o.label AS other_label, o.kind AS other_kind, o.level AS level, o.field AS field, coalesce(o.date, r.date) AS date, o.end_date AS end_date, o.by AS by,
  coalesce(o.categories, []) AS categories, o.count AS count, r.status AS status, r.modality AS modality, r.valid_from AS since, r.valid_to AS until,
  coalesce(r.documented, false) AS documented, coalesce(r.disputed, []) AS disputed, r.evidence AS evidence, o.id AS other_id, r.id AS edge_id
ORDER BY documented DESC, other, edge_id
LIMIT $limit

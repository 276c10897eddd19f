// title: {zh: 上面有什么, en: What lies above an entity}
// doc:
//   zh: 一个实体在其中的上级：区划、园区、学校；一层一行，由近到远，至多四层。同层有几处时都列出。
//   en: What an entity is part of or lies in, level by level and at most four, the nearest first; all of them where a level has several.
// params:
//   entity: {type: EntityId, doc: 哪个实体 the entity}
// returns: {name: str, label: str, steps: int, documented: bool, above_id: str}
// example: {entity: cn-140702002010}
MATCH (:Entity {id: $entity})-[up:LOCATED_IN|PART_OF|RESIDENT_OF*1..4]->(whole:Entity)
WHERE whole.id <> $entity AND whole.status IN ['stated', 'inferred'] AND all(s IN up WHERE s.status IN ['stated', 'inferred'])
WITH whole, min(size(up)) AS steps, max(CASE WHEN all(s IN up WHERE s.documented) THEN 1 ELSE 0 END) AS told
RETURN whole.name AS name, whole.label AS label, steps, told = 1 AS documented, whole.id AS above_id
ORDER BY steps, told DESC, above_id

// title: {zh: 本类型的属性, en: Properties of an entity}
// doc:
//   zh: 一个实体自己的各项属性，没有的为空；一行。
//   en: What is told of an entity itself, null where nothing is; one row.
// params:
//   entity: {type: EntityId, doc: 哪个实体 the entity}
// returns: {code: str, moe_code: str, level: str, authority: str, ownership: str, field: str, number: str, by: str, date: str, end_date: str, categories: 'list[str]', count: int, entity_id: str}
// example: {entity: 云南大学}
MATCH (e:Entity {id: $entity})
RETURN e.code AS code, e.moe_code AS moe_code, e.level AS level, e.authority AS authority, e.ownership AS ownership, e.field AS field, e.number AS number,
  e.by AS by, e.date AS date, e.end_date AS end_date, coalesce(e.categories, []) AS categories, e.count AS count, e.id AS entity_id
ORDER BY entity_id

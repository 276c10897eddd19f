// title: {zh: 概况, en: Profile of an entity}
// doc:
//   zh: 一个实体的名称、别名、所属、来源、最早与最近见于何时、来源之间不一致的属性、对它提出异议的决定；一行。
//   en: The names of an entity, what contains it, its sources, when it was first and last seen, the properties that sources differ on, and the decisions that dispute it; one row.
// params:
//   entity: {type: EntityId, doc: 哪个实体 the entity}
// returns: {name: str, label: str, official_name: str, aliases: 'list[str]', located: 'list[str]', kind: str, description: str, side: str, status: str, modality: str, documented: bool, sources: 'list[str]', first_seen: str, last_seen: str, conflicts: 'list[str]', disputed: 'list[str]', evidence: 'list[str]', entity_id: str}
// example: {entity: 山西高校园区}
MATCH (e:Entity {id: $entity})
OPTIONAL MATCH (e)-[r:LOCATED_IN|PART_OF|RESIDENT_OF]->(whole:Entity)
WHERE r.status IN ['stated', 'inferred'] AND whole.status IN ['stated', 'inferred']
WITH e, whole ORDER BY whole.id
WITH e, collect(DISTINCT whole.name) AS located
RETURN e.name AS name, e.label AS label, e.official_name AS official_name, coalesce(e.aliases, []) AS aliases, located, e.kind AS kind,
  e.description AS description, e.side AS side, e.status AS status, e.modality AS modality, e.documented AS documented, e.sources AS sources,
  e.first_seen AS first_seen, e.last_seen AS last_seen, coalesce(e.conflicts, []) AS conflicts,
  coalesce(e.disputed, []) AS disputed, e.evidence AS evidence, e.id AS entity_id
ORDER BY entity_id

// title: {zh: 设立与运营的平台, en: Platforms of an entity}
// doc:
//   zh: 一个地方或单位设立、运营或牵头的平台。
//   en: The platforms that a place or body founded, operates or leads.
// params:
//   entity: {type: EntityId, doc: 谁的平台 whose platforms}
//   within: {type: bool, default: false, doc: 连同其境内、下属单位的 with those of what lies within it}
// returns: {platform: str, kind: str, level: str, field: str, relation: str, by: str, status: str, modality: str, evidence: 'list[str]', by_id: str, platform_id: str, edge_id: str}
// example: {entity: 斗南街道}
MATCH (:Entity {id: $entity})<-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]-(e:Entity)
WHERE ($within OR e.id = $entity) AND e.status IN ['stated', 'inferred'] AND all(s IN up WHERE s.status IN ['stated', 'inferred'])
WITH DISTINCT e
MATCH (e)-[r]->(p:Platform)
WHERE type(r) IN ['FOUNDED', 'LEADS', 'OPERATES'] AND p.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
RETURN p.name AS platform, p.kind AS kind, p.level AS level, p.field AS field, toLower(type(r)) AS relation, e.name AS by,
  r.status AS status, r.modality AS modality, r.evidence AS evidence, e.id AS by_id, p.id AS platform_id, r.id AS edge_id
ORDER BY platform, platform_id, edge_id

// title: {zh: 来源怎么说, en: What sources say of an entity}
// doc:
//   zh: 关于一个实体的每条陈述：它本身、它的每个关系、每个数字，各有出处；给出来源时只看该来源。
//   en: Every statement about an entity, itself, each relation and each figure, with evidence; with a source, what that source says.
// params:
//   entity: {type: EntityId, doc: 哪个实体 the entity}
//   source: {type: SourceId, default: null, doc: 只看这个来源 this source alone}
// returns: {what: str, type: str, direction: str, other: str, detail: str, status: str, sources: 'list[str]', evidence: 'list[str]', other_id: str, statement_id: str}
// example: {entity: cn-140702002010}
MATCH (e:Entity {id: $entity})
CALL (e) {
  RETURN 'entity' AS what, e.label AS type, null AS direction, null AS other, null AS detail, e.status AS status,
    e.sources AS sources, e.evidence AS evidence, null AS other_id, e.id AS statement_id
  UNION ALL
  MATCH (e)-[r]->(o:Entity) WHERE o.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
  RETURN 'relation' AS what, type(r) AS type, 'out' AS direction, o.name AS other, coalesce(r.kind, r.role) AS detail, r.status AS status,
    r.sources AS sources, r.evidence AS evidence, o.id AS other_id, r.id AS statement_id
  UNION ALL
  MATCH (e)<-[r]-(o:Entity) WHERE o.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
  RETURN 'relation' AS what, type(r) AS type, 'in' AS direction, o.name AS other, coalesce(r.kind, r.role) AS detail, r.status AS status,
    r.sources AS sources, r.evidence AS evidence, o.id AS other_id, r.id AS statement_id
  UNION ALL
  MATCH (e)<-[r:ABOUT]-(c:Claim) WHERE c.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
  RETURN 'claim' AS what, c.topic AS type, null AS direction, c.scope AS other, c.printed AS detail, c.status AS status,
    c.sources AS sources, c.evidence AS evidence, null AS other_id, c.id AS statement_id
}
WITH what, type, direction, other, detail, status, sources, evidence, other_id, statement_id
WHERE $source IS NULL OR $source IN sources OR any(item IN evidence WHERE split(item, '#')[0] = $source)
RETURN what, type, direction, other, detail, status, sources,
  [item IN evidence WHERE $source IS NULL OR split(item, '#')[0] = $source] AS evidence, other_id, statement_id
ORDER BY what, type, statement_id

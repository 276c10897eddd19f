// title: {zh: 一个对象的全部数字, en: Figures about an entity}
// doc:
//   zh: 关于一个对象的每个数字，按原文先后；同一事实只列一次，各处出处并列。凡是计数成员的，另列已记名的有几个、还缺几个；disputed 是对它提出异议的决定。
//   en: Each figure about an entity, in the order of the text. One fact told twice is one row with all its evidence. Where members are counted, how many are named and how many missing. disputed are the decisions that dispute it.
// params:
//   entity: {type: EntityId, doc: 关于谁 whom the figures are about}
//   topic: {type: str, default: null, doc: 指标，如 驻地高校 what the figure counts}
// returns: {topic: str, printed: str, value: number, unit: str, qualifier: str, scope: str, period: str, as_of: str, kind: str, declared: number, named: int, missing: int, same_as: 'list[str]', disputed: 'list[str]', evidence: 'list[str]', claim_id: str}
// example: {entity: 市委联系专家}
MATCH (e:Entity {id: $entity})<-[:ABOUT]-(c:Claim)
WHERE c.status IN ['stated', 'inferred'] AND ($topic IS NULL OR c.topic = $topic)
  // of one fact told twice about the entity, the first telling stands for all
  AND NOT EXISTS {
    MATCH (c)-[:SAME_FACT]-(b:Claim)-[:ABOUT]->(e)
    WHERE b.status IN ['stated', 'inferred'] AND b.sources[0] + '/' + b.key < c.sources[0] + '/' + c.key
  }
CALL (c, e) {
  // within: what lies inside; of the many that registries list, those that documents name
  WITH c, e WHERE c.members_by = 'within'
  MATCH (e)<-[w:LOCATED_IN|PART_OF|RESIDENT_OF*1..6]-(n:Entity) WHERE n.documented AND n.label = c.members_label AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
  RETURN n.id AS member_id, n.name AS member, n.label AS label, n.kind AS kind, n.documented AS documented, n.status AS status
  UNION
  // formal, any: direct ties of the entity and of what lies inside
  WITH c, e WHERE c.members_by IN ['any', 'formal']
  MATCH (e)<-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]-(x:Entity)-[r:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]-(n:Entity)
  WHERE x.documented AND n.documented AND n.label = c.members_label AND NOT x:Instrument AND NOT n:Instrument AND r.status IN ['stated', 'inferred'] AND r.modality <> 'planned' AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
    AND (c.members_by = 'any' OR (type(r) = 'PARTNERS_WITH' AND r.kind IN ['signed', 'paired']))
  RETURN n.id AS member_id, n.name AS member, n.label AS label, n.kind AS kind, n.documented AS documented, n.status AS status
  UNION
  // ... their ties through an instrument
  WITH c, e WHERE c.members_by IN ['any', 'formal']
  MATCH (e)<-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]-(x:Entity)-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(n:Entity)
  WHERE x.documented AND n.documented AND n.label = c.members_label AND n.id <> x.id AND (r.principal OR q.principal) AND r.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred'] AND i.status IN ['stated', 'inferred']
    AND all(t IN [r, q, i] WHERE t.modality <> 'planned')
    AND all(step IN w WHERE step.status IN ['stated', 'inferred']) AND (c.members_by = 'any' OR i.label = 'Agreement')
  RETURN n.id AS member_id, n.name AS member, n.label AS label, n.kind AS kind, n.documented AS documented, n.status AS status
  UNION
  // ... and the instruments themselves, where those are counted
  WITH c, e WHERE c.members_by IN ['any', 'formal']
  MATCH (e)<-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]-(x:Entity)-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(n:Instrument)
  WHERE x.documented AND n.label = c.members_label AND r.status IN ['stated', 'inferred'] AND all(t IN [r, n] WHERE t.modality <> 'planned') AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
  RETURN n.id AS member_id, n.name AS member, n.label AS label, n.kind AS kind, n.documented AS documented, n.status AS status
  UNION
  // an edge type
  WITH c, e WHERE NOT c.members_by IN ['any', 'formal', 'within']
  MATCH (e)-[r]-(n:Entity) WHERE type(r) = c.members_by AND r.status IN ['stated', 'inferred'] AND r.modality <> 'planned'
  RETURN n.id AS member_id, n.name AS member, n.label AS label, n.kind AS kind, n.documented AS documented, n.status AS status
  UNION
  RETURN null AS member_id, null AS member, null AS label, null AS kind, null AS documented, null AS status
}
WITH c, e, CASE WHEN documented AND status IN ['stated', 'inferred'] AND label = c.members_label AND (c.members_kind IS NULL OR kind IN split(c.members_kind, '|')) THEN member END AS member, member_id
ORDER BY c.id, member, member_id
WITH c, e, collect(member) AS named_names
OPTIONAL MATCH (c)-[:SAME_FACT]-(s:Claim) WHERE s.status IN ['stated', 'inferred']
WITH c, named_names, s ORDER BY c.id, s.id
WITH c, named_names, collect(s.id) AS same_as, collect(s.evidence) AS told
UNWIND reduce(united = c.evidence, others IN told | united + others) AS item
WITH c, named_names, same_as, item ORDER BY c.id, item
WITH c, named_names, same_as, collect(DISTINCT item) AS evidence
WITH c, same_as, evidence, CASE WHEN c.members_label IS NULL THEN null ELSE size(named_names) END AS named
RETURN c.topic AS topic, c.printed AS printed, c.value AS value, c.unit AS unit, c.qualifier AS qualifier, c.scope AS scope,
  c.period AS period, c.as_of AS as_of, c.kind AS kind, CASE WHEN named IS NULL THEN null ELSE c.value END AS declared, named,
  CASE WHEN toInteger(c.value) > named THEN toInteger(c.value) - named WHEN named IS NOT NULL THEN 0 END AS missing,
  same_as, coalesce(c.disputed, []) AS disputed, evidence, c.id AS claim_id
ORDER BY c.sources[0], c.key, claim_id

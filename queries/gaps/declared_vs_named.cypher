// title: {zh: 宣称与记名, en: Declared and named}
// doc:
//   zh: 每个计数成员的数字：宣称多少，文件中记名多少、是哪些，还缺多少。记名的只算文件写明的，不算仅见于名录的。
//   en: Each figure that counts members, with how many are declared, which are named in documents, and how many are missing. What only a registry lists is not named.
// params:
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
//   entity: {type: EntityId, default: null, doc: 关于谁 whom the figures are about}
//   topic: {type: str, default: null, doc: 指标，如 驻地高校 what the figure counts}
// returns: {about: str, topic: str, printed: str, scope: str, declared: number, named: int, missing: int, named_names: 'list[str]', members_label: str, evidence: 'list[str]', about_id: str, claim_id: str}
// of: coverage/all_member_figures
// severity: serious
// sound: {missing: [0]}
// subject: claim_id
// wording: {zh: '{about} 的{topic}宣称 {printed}，记名 {named}，缺 {missing}', en: '{about} declares {printed} ({topic}), {named} are named, {missing} are missing'}
// picture: {query: network/neighbourhood, params: {entity: about_id}}
// example: {place: 呈贡区}
MATCH (c:Claim)-[:ABOUT]->(e:Entity)
WHERE c.members_label IS NOT NULL AND c.status IN ['stated', 'inferred'] AND e.status IN ['stated', 'inferred']
  AND ($entity IS NULL OR e.id = $entity) AND ($topic IS NULL OR c.topic = $topic)
  AND ($place IS NULL OR EXISTS {
    MATCH (e)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(step IN w WHERE step.status IN ['stated', 'inferred'])
  } OR EXISTS {
    // what somebody within the place runs or founded, itself or as part of something larger
    MATCH (e)-[of:PART_OF*0..4]->(:Entity)<-[carries:COOPERATES_ON|FOUNDED|LEADS|OPERATES|PARTICIPATES_IN|PARTNERS_WITH|PARTY_TO|SERVES]-(:Entity)-[inside:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
    WHERE NOT type(carries) IN ['PARTNERS_WITH', 'SERVES'] AND coalesce(carries.principal, true) AND carries.status IN ['stated', 'inferred']
      AND all(step IN of + inside WHERE step.status IN ['stated', 'inferred'])
  } OR EXISTS {
    // what it needs, provides or issued
    MATCH (e)<-[gives:HAS_NEED|ISSUED|PROVIDES]-(:Entity)-[inside:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
    WHERE gives.status IN ['stated', 'inferred'] AND all(step IN inside WHERE step.status IN ['stated', 'inferred'])
  })
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
UNWIND c.evidence AS item
WITH c, e, named_names, item ORDER BY c.id, item
WITH c, e, named_names, size(named_names) AS named, collect(DISTINCT item) AS evidence
RETURN e.name AS about, c.topic AS topic, c.printed AS printed, c.scope AS scope, c.value AS declared, named,
  CASE WHEN toInteger(c.value) > named THEN toInteger(c.value) - named ELSE 0 END AS missing, named_names,
  c.members_label AS members_label, evidence, e.id AS about_id, c.id AS claim_id
ORDER BY missing DESC, about, topic, claim_id

// title: {zh: 总数、其中、其余, en: Total and part with the rest}
// doc:
//   zh: 同一对象、指标与时点的总数，其中一部分，和两者之差。
//   en: A total, a part of it of the same entity, topic and date, and what is left.
// params:
//   entity: {type: EntityId, default: null, doc: 关于谁 whom the figures are about}
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
//   topic: {type: str, default: null, doc: 指标，如 驻地高校 what the figure counts}
// returns: {about: str, topic: str, total: int, part: int, scope: str, rest: int, unit: str, as_of: str, evidence: 'list[str]', about_id: str, total_id: str, part_id: str}
// example: {entity: 晋中市, topic: 合作协议}
MATCH (t:Claim)-[:ABOUT]->(e:Entity)<-[:ABOUT]-(p:Claim)
WHERE t.topic = p.topic AND t.scope IS NULL AND p.scope IS NOT NULL AND t.kind = p.kind
  AND coalesce(t.unit, '') = coalesce(p.unit, '') AND coalesce(t.as_of, '') = coalesce(p.as_of, '')
  AND coalesce(t.period, '') = coalesce(p.period, '') AND toInteger(t.value) >= toInteger(p.value)
  AND t.status IN ['stated', 'inferred'] AND p.status IN ['stated', 'inferred'] AND e.status IN ['stated', 'inferred']
  AND ($entity IS NULL OR e.id = $entity) AND ($topic IS NULL OR t.topic = $topic)
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
UNWIND t.evidence + p.evidence AS item
WITH e, t, p, item ORDER BY t.id, p.id, item
WITH e, t, p, collect(DISTINCT item) AS evidence
RETURN e.name AS about, t.topic AS topic, toInteger(t.value) AS total, toInteger(p.value) AS part, p.scope AS scope,
  toInteger(t.value) - toInteger(p.value) AS rest, t.unit AS unit, t.as_of AS as_of,
  evidence, e.id AS about_id, t.id AS total_id, p.id AS part_id
ORDER BY about, topic, p.key, total_id, part_id

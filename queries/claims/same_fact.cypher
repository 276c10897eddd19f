// title: {zh: 几处所述的同一事实, en: One fact told twice}
// doc:
//   zh: 说的是同一件事的每一对数字；汇总时只算一次，绝不相加。
//   en: Each pair of figures that tell one fact; it counts once and is never summed.
// params:
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
// returns: {topic: str, printed: str, about: str, source: str, other_topic: str, other_printed: str, other_about: str, other_source: str, evidence: 'list[str]', claim_id: str, other_id: str}
// example: {}
MATCH (e:Entity)<-[:ABOUT]-(c:Claim)-[r:SAME_FACT]-(d:Claim)-[:ABOUT]->(f:Entity)
WHERE c.sources[0] + '/' + c.key < d.sources[0] + '/' + d.key
  AND c.status IN ['stated', 'inferred'] AND d.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
  AND ($place IS NULL OR EXISTS {
    MATCH (e)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(step IN w WHERE step.status IN ['stated', 'inferred'])
  } OR EXISTS {
    MATCH (f)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(step IN w WHERE step.status IN ['stated', 'inferred'])
  } OR EXISTS {
    // what somebody within the place runs or founded, itself or as part of something larger
    MATCH (e)-[of:PART_OF*0..4]->(:Entity)<-[carries:COOPERATES_ON|FOUNDED|LEADS|OPERATES|PARTICIPATES_IN|PARTNERS_WITH|PARTY_TO|SERVES]-(:Entity)-[inside:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
    WHERE NOT type(carries) IN ['PARTNERS_WITH', 'SERVES'] AND coalesce(carries.principal, true) AND carries.status IN ['stated', 'inferred']
      AND all(step IN of + inside WHERE step.status IN ['stated', 'inferred'])
  } OR EXISTS {
    // what it needs, provides or issued
    MATCH (e)<-[gives:HAS_NEED|ISSUED|PROVIDES]-(:Entity)-[inside:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
    WHERE gives.status IN ['stated', 'inferred'] AND all(step IN inside WHERE step.status IN ['stated', 'inferred'])
  } OR EXISTS {
    // what somebody within the place runs or founded, itself or as part of something larger
    MATCH (f)-[of:PART_OF*0..4]->(:Entity)<-[carries:COOPERATES_ON|FOUNDED|LEADS|OPERATES|PARTICIPATES_IN|PARTNERS_WITH|PARTY_TO|SERVES]-(:Entity)-[inside:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
    WHERE NOT type(carries) IN ['PARTNERS_WITH', 'SERVES'] AND coalesce(carries.principal, true) AND carries.status IN ['stated', 'inferred']
      AND all(step IN of + inside WHERE step.status IN ['stated', 'inferred'])
  } OR EXISTS {
    // what it needs, provides or issued
    MATCH (f)<-[gives:HAS_NEED|ISSUED|PROVIDES]-(:Entity)-[inside:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
    WHERE gives.status IN ['stated', 'inferred'] AND all(step IN inside WHERE step.status IN ['stated', 'inferred'])
  })
UNWIND c.evidence + d.evidence AS item
WITH e, c, d, f, item ORDER BY c.id, d.id, item
WITH e, c, d, f, collect(DISTINCT item) AS evidence
RETURN c.topic AS topic, c.printed AS printed, e.name AS about, c.sources[0] AS source,
  d.topic AS other_topic, d.printed AS other_printed, f.name AS other_about, d.sources[0] AS other_source,
  evidence, c.id AS claim_id, d.id AS other_id
ORDER BY source, topic, claim_id, other_id

// title: {zh: 不一致的数字, en: Figures that differ}
// doc:
//   zh: 同一对象、同一指标、数值不同的每一对数字。口径与时点都相同为 conflict，否则为 different_basis，并列出哪里不同。
//   en: Each pair of different figures about one entity and topic. conflict where scope and date agree, else different_basis, with what differs.
// params:
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
// returns: {about: str, topic: str, verdict: str, differs: 'list[str]', printed: str, scope: str, as_of: str, other_printed: str, other_scope: str, other_as_of: str, evidence: 'list[str]', about_id: str, claim_id: str, other_id: str}
// example: {place: 晋中市}
MATCH (c:Claim)-[:ABOUT]->(e:Entity)<-[:ABOUT]-(d:Claim)
WHERE c.id < d.id AND c.topic = d.topic AND c.value <> d.value
  // a part and its whole, told by one source, are no contradiction
  AND (c.sources <> d.sources OR coalesce(c.scope, '') = coalesce(d.scope, ''))
  AND c.status IN ['stated', 'inferred'] AND d.status IN ['stated', 'inferred'] AND e.status IN ['stated', 'inferred']
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
OPTIONAL MATCH (c)-[x:CONFLICTS_WITH]-(d) WHERE x.status IN ['stated', 'inferred']
WITH e, c, d, count(x) AS conflicts
UNWIND c.evidence + d.evidence AS item
WITH e, c, d, conflicts, item ORDER BY c.id, d.id, item
WITH e, c, d, conflicts, collect(DISTINCT item) AS evidence
RETURN e.name AS about, c.topic AS topic, CASE WHEN conflicts > 0 THEN 'conflict' ELSE 'different_basis' END AS verdict,
  CASE WHEN coalesce(c.scope, '') <> coalesce(d.scope, '') THEN ['scope'] ELSE [] END
    + CASE WHEN coalesce(c.as_of, '') <> coalesce(d.as_of, '') THEN ['as_of'] ELSE [] END
    + CASE WHEN coalesce(c.period, '') <> coalesce(d.period, '') THEN ['period'] ELSE [] END
    + CASE WHEN c.kind <> d.kind THEN ['kind'] ELSE [] END
    + CASE WHEN coalesce(c.qualifier, '') <> coalesce(d.qualifier, '') THEN ['qualifier'] ELSE [] END AS differs,
  c.printed AS printed, c.scope AS scope, c.as_of AS as_of,
  d.printed AS other_printed, d.scope AS other_scope, d.as_of AS other_as_of,
  evidence, e.id AS about_id, c.id AS claim_id, d.id AS other_id
ORDER BY verdict, about, topic, claim_id, other_id

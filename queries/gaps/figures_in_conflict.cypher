// title: {zh: 相互矛盾的数字, en: 'Figures in conflict'}
// doc:
//   zh: 同一对象、同一指标、数值不同的每一对数字；口径与时点都相同的为 conflict，是缺口；其余为 different_basis，并列备查，不算缺口。
//   en: Each pair of different figures about one entity and topic. conflict where scope and date agree, which is a gap; else different_basis, shown and no gap.
// params:
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
// returns: {about: str, topic: str, verdict: str, printed: str, other_printed: str, evidence: 'list[str]', about_id: str, pair_id: str}
// of: coverage/all_figure_pairs
// severity: serious
// sound: {verdict: [different_basis]}
// subject: pair_id
// wording: {zh: '{about} 的{topic}说法不一：{printed}与{other_printed}', en: '{about}, {topic}: {printed} against {other_printed}'}
// picture: {query: network/neighbourhood, params: {entity: about_id}}
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
  c.printed AS printed, d.printed AS other_printed, evidence, e.id AS about_id, c.id + '+' + d.id AS pair_id
ORDER BY verdict, about, topic, pair_id

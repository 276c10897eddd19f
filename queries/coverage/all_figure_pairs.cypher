// title: {zh: 数值不同的数字有几对, en: 'Pairs of figures that differ'}
// doc: {zh: “相互矛盾的数字”的分母。, en: What gaps/figures_in_conflict is a part of.}
// params:
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
// returns: {total: int}
// form: count
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
RETURN count(DISTINCT c.id + d.id) AS total

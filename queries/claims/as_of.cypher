// title: {zh: 截至某时的数字, en: Figures with a cut-off date}
// doc:
//   zh: 写明截至某年、某月或某日的数字，按原文先后。
//   en: The figures that carry a cut-off in the given year, month or day, in the order of the text.
// params:
//   as_of: {type: date, doc: 截止时点，如 2023-08 the cut-off}
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
//   source: {type: SourceId, default: null, doc: 出自哪份来源 the source that states it}
// returns: {printed: str, value: number, topic: str, about: str, scope: str, as_of: str, status: str, evidence: 'list[str]', about_id: str, claim_id: str}
// example: {as_of: 2023-08}
MATCH (c:Claim)-[:ABOUT]->(e:Entity)
WHERE (c.as_of = $as_of OR c.as_of STARTS WITH $as_of + '-') AND c.status IN ['stated', 'inferred'] AND e.status IN ['stated', 'inferred']
  AND ($source IS NULL OR $source IN c.sources)
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
UNWIND c.evidence AS item
WITH e, c, item ORDER BY c.id, item
WITH e, c, collect(DISTINCT item) AS evidence
RETURN c.printed AS printed, c.value AS value, c.topic AS topic, e.name AS about, c.scope AS scope, c.as_of AS as_of,
  c.status AS status, evidence, e.id AS about_id, c.id AS claim_id
ORDER BY c.sources[0], c.key, claim_id

// title: {zh: 同一指标的各种数字, en: Figures of one topic}
// doc:
//   zh: 一个指标在各处的不同数字，并排列出口径与时点，不相加。默认只列整体数，不列其中的部分。
//   en: The different figures of one topic, side by side with scope and date, never summed. Whole figures only, unless parts are asked for.
// params:
//   topic: {type: str, doc: 指标，如 驻地高校 what the figures count}
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
//   parts: {type: bool, default: false, doc: 也列部分数 figures of a part too}
// returns: {printed: str, value: number, about: str, scope: str, period: str, as_of: str, sources: 'list[str]', evidence: 'list[str]', about_id: str, claim_id: str}
// example: {topic: 驻地高校, place: 晋中市}
MATCH (c:Claim)-[:ABOUT]->(e:Entity)
WHERE c.topic = $topic AND c.status IN ['stated', 'inferred'] AND e.status IN ['stated', 'inferred'] AND ($parts OR c.scope IS NULL)
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
WITH e, c, item ORDER BY e.id, item, c.id
WITH e, c.printed AS printed, c.value AS value, c.scope AS scope, c.period AS period, c.as_of AS as_of,
  collect(DISTINCT c.sources[0]) AS sources, collect(DISTINCT item) AS evidence, min(c.id) AS claim_id
RETURN printed, value, e.name AS about, scope, period, as_of, sources, evidence, e.id AS about_id, claim_id
ORDER BY value, about, claim_id

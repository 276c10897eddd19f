// title: {zh: 机构眼下的合作, en: Present ties of institutions}
// doc:
//   zh: 给出的机构，连同其团队与平台，眼下与几方有合作：签约、结对、共建、服务、设立、运营，和共同的协议、机制、项目；活动不算，已止的不算。文件写到而没有合作记录的为零，出处是写到它的地方；只有名录知道的不在其中。
//   en: With how many others the institutions given, with their teams and platforms, have present ties, by partnerships, service, founding, operating, and agreements, programs and projects in common; activities and what has ended do not count. Zero are those that documents name with no tie, and the evidence is where they are named; those known from registries alone are left out.
// params:
//   institutions: {type: 'list[str]', doc: 哪些机构的 id ids of institutions}
//   as_of: {type: date, default: null, doc: 哪天的合作；默认为图中最新的日期 ties at the date; by default the newest date in the graph}
// returns: {institution: str, ties: int, partners: 'list[str]', evidence: 'list[str]', institution_id: str}
// example: {institutions: [moe-4114010114, moe-4114014434]}
CALL () {
  MATCH (s:Source) WHERE s.kind <> 'registry' RETURN max(s.published) AS day
  UNION ALL
  MATCH (i:Activity) WHERE i.status IN ['stated', 'inferred'] AND i.modality = 'actual' RETURN max(coalesce(i.end_date, i.date)) AS day
}
WITH coalesce($as_of, max(day), '') AS today
UNWIND $institutions AS id
MATCH (o:Entity {id: id, documented: true})
CALL (o, today) {
  MATCH (o)<-[of:PART_OF*0..1]-(x:Entity)
  WHERE (x.id = o.id OR x.label IN ['Platform', 'Team']) AND x.status IN ['stated', 'inferred'] AND all(step IN of WHERE step.status IN ['stated', 'inferred'])
  CALL (x, today) {
    MATCH (x)-[r:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]-(p:Entity)
    WHERE NOT p:Instrument AND p.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND r.modality = 'actual'
      AND coalesce(r.valid_from_first, '') <= today + '~' AND coalesce(r.valid_to_last, '9999') >= today
    RETURN p, r.evidence AS told
    UNION ALL
    MATCH (x)-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(p:Entity)
    WHERE i.label <> 'Activity' AND (r.principal OR q.principal) AND NOT p:Person AND all(e IN [i, p, r, q] WHERE e.status IN ['stated', 'inferred']) AND all(e IN [i, r, q] WHERE e.modality = 'actual')
      AND all(day IN [r.valid_from_first, q.valid_from_first, i.date_first] WHERE coalesce(day, '') <= today + '~') AND all(day IN [r.valid_to_last, q.valid_to_last] WHERE coalesce(day, '9999') >= today)
    RETURN p, r.evidence + q.evidence AS told
  }
  WITH o, p, told
  WHERE p.id <> o.id AND NOT EXISTS { MATCH (p)-[own:PART_OF]->(whole:Entity) WHERE whole.id = o.id AND p.label IN ['Platform', 'Team'] }
  RETURN p.name AS partner, p.id AS partner_id, told
  UNION ALL
  // where documents name it
  MATCH (s:Source) WHERE s.id IN o.sources AND s.kind <> 'registry'
  RETURN null AS partner, null AS partner_id, [item IN o.evidence WHERE split(item, '#')[0] = s.id] AS told
}
UNWIND told AS item
WITH o, partner, partner_id, item ORDER BY o.id, partner, partner_id, item
WITH o, collect(DISTINCT partner) AS partners, count(DISTINCT partner_id) AS ties, collect(DISTINCT CASE WHEN partner_id IS NOT NULL THEN item END) AS tied, collect(DISTINCT CASE WHEN partner_id IS NULL THEN item END) AS named
UNWIND CASE WHEN ties = 0 THEN named ELSE tied END AS item
WITH o, ties, partners, item ORDER BY o.id, item
WITH o, ties, partners, collect(DISTINCT item) AS evidence
RETURN o.name AS institution, ties, partners, evidence, o.id AS institution_id
ORDER BY institution_id

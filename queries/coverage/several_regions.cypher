// title: {zh: 跨地区的高校, en: Universities in several regions}
// doc:
//   zh: 在两个以上地区有驻地记录，或与当地的政府、社区、企业、平台有合作的高校；院系并入其高校。只在名录中的所在地不算，尚在计划的不算，已止的算。
//   en: Universities that reside, or have ties with bodies, places, enterprises or platforms, in two or more regions; colleges count as their university. A seat that only a registry gives does not count, nor does what is planned; what has ended does.
// params:
//   level: {type: str, default: City, choices: [Province, City, District, Subdistrict], doc: 地区的级别 level of the regions}
//   at_least: {type: int, default: 2, doc: 至少几个地区 how many regions at least}
// returns: {university: str, regions: 'list[str]', region_count: int, evidence: 'list[str]', university_id: str}
// example: {at_least: 1}
MATCH (u:University)<-[:PART_OF*0..1]-(x:Entity)
WHERE u.status IN ['stated', 'inferred'] AND u.documented AND x.label IN ['College', 'University']
CALL (x) {
  MATCH (x)-[r:LOCATED_IN|RESIDENT_OF]->(p:Entity) WHERE r.documented AND r.modality <> 'planned' AND r.status IN ['stated', 'inferred']
  RETURN p, r.evidence AS told
  UNION ALL
  MATCH (x)-[r:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]-(p:Entity) WHERE NOT p:Instrument AND p.side <> 'campus' AND r.status IN ['stated', 'inferred'] AND r.modality <> 'planned'
  RETURN p, r.evidence AS told
  UNION ALL
  MATCH (x)-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(p:Entity)
  WHERE p.id <> x.id AND p.side <> 'campus' AND (r.principal OR q.principal) AND NOT p:Person AND r.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred'] AND i.status IN ['stated', 'inferred']
    AND all(part IN [r, q, i] WHERE part.modality <> 'planned')
  RETURN p, r.evidence + q.evidence AS told
}
MATCH (p)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(g:Entity)
WHERE g.label = $level AND g.status IN ['stated', 'inferred'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
UNWIND told AS item
WITH u, g, item ORDER BY u.id, g.name, g.id, item
WITH u, collect(DISTINCT g.name) AS regions, count(DISTINCT g.id) AS region_count, collect(DISTINCT item) AS items
WHERE region_count >= $at_least
UNWIND items AS item
WITH u, regions, region_count, item ORDER BY u.id, item
WITH u, regions, region_count, collect(DISTINCT item) AS evidence
RETURN u.name AS university, regions, region_count, evidence, u.id AS university_id
ORDER BY region_count DESC, university, university_id

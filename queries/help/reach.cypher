// title: {zh: 够得着的机构, en: Institutions within reach}
// doc:
//   zh: 与一地同处一村、一街、一县区或一市的机构，及其凭据。how 为 seat（在其境内）、runs（其平台在境内）或 works（与境内一方有合作，计划中的不算）；place 是两者共处的地方。直辖市即其市；别的省份只列文件写到的机构。没有记载由谁设立运营的平台代表自己，党政机关只列设有平台的。已更名或合并的不在内。
//   en: Institutions that share a community, subdistrict, district or city with a place, and where that is written. how is seat (it lies there), runs (a platform of its does) or works (it has a tie with somebody there that is more than a plan); place is what they share. A municipality is its own city; of other provinces only what documents name. A platform that nobody is recorded to run stands for itself; government bodies are there if they run one. What was renamed or merged is left out.
// params:
//   place: {type: EntityId, doc: 为谁找 whom to help}
// returns: {institution: str, label: str, how: str, place: str, level: str, documented: bool, evidence: 'list[str]', place_id: str, institution_id: str}
// example: {place: cn-140702}
CALL () {
  MATCH (:Entity {id: $place})-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(a:Entity)
  WHERE a.family = 'Place' AND a.status IN ['stated', 'inferred'] AND all(step IN up WHERE step.status IN ['stated', 'inferred'])
    // the statistics' placeholders are no places
    AND (a.id = $place OR NOT a.name IN ['市辖区', '县', '省直辖县级行政区划', '自治区直辖县级行政区划'])
  WITH a, size(up) AS steps, reduce(trail = '', step IN up | trail + step.id) AS trail, reduce(found = [], step IN up | found + step.evidence) AS told
  ORDER BY a.id, steps, trail
  WITH a, collect(told) AS tellings
  RETURN a, head(tellings) AS told, a.label = 'Province' AND a.id <> $place AND NOT a.id IN ['cn-11', 'cn-12', 'cn-31', 'cn-50'] AS wide
}
CALL (a, wide) {
  WITH a, wide WHERE NOT wide
  MATCH (a)<-[w:LOCATED_IN|PART_OF|RESIDENT_OF*1..6]-(o:Entity)
  WHERE o.family IN ['Organization', 'Platform'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
  RETURN o, 'seat' AS how, reduce(found = [], step IN w | found + step.evidence) AS said
  UNION ALL
  WITH a, wide WHERE wide
  MATCH (o:Entity {documented: true})-[w:LOCATED_IN|PART_OF|RESIDENT_OF*1..6]->(a)
  WHERE o.family IN ['Organization', 'Platform'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
  RETURN o, 'seat' AS how, reduce(found = [], step IN w | found + step.evidence) AS said
  UNION ALL
  WITH a, wide WHERE NOT wide
  MATCH (a)<-[w:LOCATED_IN|PART_OF|RESIDENT_OF*1..6]-(x:Entity)
  WHERE x.label = 'Platform' AND x.status IN ['stated', 'inferred'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
  CALL (x) {
    MATCH (x)<-[r:FOUNDED|LEADS|OPERATES]-(o:Entity) WHERE r.status IN ['stated', 'inferred'] RETURN o, r
    UNION ALL
    MATCH (x)-[r:PART_OF]->(o:Entity) WHERE r.status IN ['stated', 'inferred'] RETURN o, r
  }
  RETURN o, 'runs' AS how, reduce(found = r.evidence, step IN w | found + step.evidence) AS said
  UNION ALL
  WITH a, wide WHERE NOT wide
  MATCH (a)<-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]-(x:Entity)
  WHERE x.side IN ['locality', 'enterprise'] AND x.documented AND x.status IN ['stated', 'inferred'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
  CALL (x) {
    MATCH (x)-[r:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]-(o:Entity)
    WHERE NOT o:Instrument AND r.status IN ['stated', 'inferred'] AND r.modality <> 'planned'
    RETURN o, r.evidence AS tied
    UNION ALL
    MATCH (x)-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(o:Entity)
    WHERE o.id <> x.id AND (r.principal OR q.principal) AND i.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred']
      AND all(part IN [r, q, i] WHERE part.modality <> 'planned')
    RETURN o, r.evidence + q.evidence AS tied
  }
  RETURN o, 'works' AS how, reduce(found = tied, step IN w | found + step.evidence) AS said
}
WITH a, told, o, how, said
WHERE o.id <> $place AND o.status IN ['stated', 'inferred']
  AND NOT EXISTS { MATCH (o)-[f:SUCCEEDED_BY]->(b:Entity) WHERE f.status IN ['stated', 'inferred'] AND b.status IN ['stated', 'inferred'] }
  AND (o.label IN ['Association', 'College', 'Enterprise', 'Hospital', 'ResearchInstitute', 'School', 'University']
    OR o.label = 'GovernmentBody' AND EXISTS { MATCH (o)-[f:FOUNDED|LEADS|OPERATES]->(p:Platform) WHERE f.status IN ['stated', 'inferred'] AND p.status IN ['stated', 'inferred'] }
    OR o.label = 'Platform' AND NOT EXISTS { MATCH (o)<-[f:FOUNDED|LEADS|OPERATES]-(b:Entity) WHERE f.status IN ['stated', 'inferred'] }
      AND NOT EXISTS { MATCH (o)-[f:PART_OF]->(b:Entity) WHERE f.status IN ['stated', 'inferred'] })
UNWIND told + said AS item
WITH a, o, how, item ORDER BY o.id, a.id, how, item
WITH a, o, how, collect(DISTINCT item) AS evidence
RETURN o.name AS institution, o.label AS label, how, a.name AS place, a.label AS level, o.documented AS documented, evidence, a.id AS place_id, o.id AS institution_id
ORDER BY how, place_id, institution_id

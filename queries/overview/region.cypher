// title: {zh: 一地概览, en: Overview of a place}
// doc:
//   zh: 一地及其境内文件写到的单位、合作、协议、活动、政策、需求、服务与数字各有多少；境内单位按类型分行。合作按两方一对计，有签约、结对或协议的算正式；尚在计划的不算，已止的算。
//   en: How many units, ties, agreements, activities, policies, needs, services and figures are recorded for a place and what lies within; units by type. Ties are counted by pairs, formal where the two signed, were paired or share an agreement; what is planned does not count, what has ended does.
// params:
//   place: {type: EntityId, doc: 哪个地方 the place}
// returns: {what: str, label: str, count: int, what_id: str}
// example: {place: cn-140702}
MATCH (:Entity {id: $place})<-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]-(e:Entity)
WHERE e.documented AND e.status IN ['stated', 'inferred'] AND all(s IN up WHERE s.status IN ['stated', 'inferred'])
WITH DISTINCT e ORDER BY e.id
WITH collect(e.id) AS ids
CALL (ids) {
  UNWIND ids AS id
  MATCH (e:Entity {id: id})
  WHERE e.id <> $place
  RETURN '境内' AS what, e.label AS label, 'within.' + e.label AS what_id, count(*) AS count
  UNION ALL
  UNWIND ids AS id
  MATCH (e:Entity {id: id})
  CALL (e) {
    MATCH (e)-[r:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]-(p:Entity)
    WHERE NOT e:Instrument AND NOT p:Instrument AND p.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND r.modality <> 'planned'
    RETURN p, CASE WHEN r.kind IN ['signed', 'paired'] THEN 1 ELSE 0 END AS formal
    UNION ALL
    MATCH (e)-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(p:Entity)
    WHERE p.id <> e.id AND (r.principal OR q.principal) AND NOT p:Person AND i.status IN ['stated', 'inferred'] AND p.status IN ['stated', 'inferred']
      AND r.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred']
      AND all(part IN [r, q, i] WHERE part.modality <> 'planned')
    RETURN p, CASE WHEN i.label = 'Agreement' THEN 1 ELSE 0 END AS formal
  }
  WITH CASE WHEN e.id < p.id THEN e.id + ' ' + p.id ELSE p.id + ' ' + e.id END AS pair, max(formal) AS formal
  RETURN CASE WHEN formal = 1 THEN '正式合作' ELSE '其他合作' END AS what, null AS label,
    CASE WHEN formal = 1 THEN 'ties.formal' ELSE 'ties.other' END AS what_id, count(*) AS count
  UNION ALL
  UNWIND ids AS id
  MATCH (e:Entity {id: id})-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)
  WHERE i.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
  WITH DISTINCT i
  RETURN '参与' AS what, i.label AS label, 'takes_part.' + i.label AS what_id, count(*) AS count
  UNION ALL
  UNWIND ids AS id
  MATCH (e:Entity {id: id})-[r:HAS_NEED|ISSUED|PROVIDES]->(i:Entity)
  WHERE i.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
  WITH DISTINCT i
  RETURN '提出' AS what, i.label AS label, 'states.' + i.label AS what_id, count(*) AS count
  UNION ALL
  UNWIND ids AS id
  MATCH (e:Entity {id: id})<-[r:ABOUT]-(c:Claim)
  WHERE c.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
  WITH DISTINCT c
  RETURN '数字' AS what, 'Claim' AS label, 'claims' AS what_id, count(*) AS count
}
RETURN what, label, count, what_id
ORDER BY what_id

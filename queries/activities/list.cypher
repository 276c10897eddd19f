// title: {zh: 活动一览, en: Activities}
// doc:
//   zh: 一地、一类、一段时间的活动，含跨日的；给了起止，就不列没有日期的；只知年月的，可能落在其间就列。
//   en: Activities of a place, a kind and a span of time, those over several days included; with a span given, the undated are left out, and what is known by year or month is there if it may fall within.
// params:
//   from: {type: date, default: null, doc: 自 from}
//   to: {type: date, default: null, doc: 至 to}
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 held in the place or by what lies in it or a mechanism of it}
//   kind: {type: str, default: null, doc: 类型，如 visit、fair kind of activity}
// returns: {activity: str, kind: str, by: str, date: str, end_date: str, parties: 'list[str]', modality: str, evidence: 'list[str]', activity_id: str}
// example: {from: 2023, to: 2023}
MATCH (a:Activity)
WHERE a.status IN ['stated', 'inferred'] AND ($kind IS NULL OR a.kind = $kind)
  AND ($from IS NULL OR coalesce(a.end_date_last, a.date_last) >= $from) AND ($to IS NULL OR a.date_first <= $to + '~')
  AND ($place IS NULL OR EXISTS {
    MATCH (a)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*1..6]->(:Entity {id: $place}) WHERE all(step IN w WHERE step.status IN ['stated', 'inferred'])
  } OR EXISTS {
    MATCH (a)<-[t:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(:Entity)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
    WHERE t.status IN ['stated', 'inferred'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
  } OR EXISTS {
    // or a mechanism that it is part of is run from there
    MATCH (a)-[of:PART_OF*1..4]->(:Program)<-[run:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(:Entity)-[inside:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
    WHERE run.principal AND run.status IN ['stated', 'inferred'] AND all(step IN of + inside WHERE step.status IN ['stated', 'inferred'])
  })
OPTIONAL MATCH (a)<-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(p:Entity) WHERE r.status IN ['stated', 'inferred'] AND p.status IN ['stated', 'inferred']
WITH a, r, p ORDER BY a.id, r.principal DESC, p.name, p.id, r.id
WITH a, collect(DISTINCT p.name) AS parties, collect(r.evidence) AS told
UNWIND reduce(united = a.evidence, others IN told | united + others) AS item
WITH a, parties, item ORDER BY a.id, item
WITH a, parties, collect(DISTINCT item) AS evidence
RETURN a.name AS activity, a.kind AS kind, a.by AS by, a.date AS date, a.end_date AS end_date, parties, a.modality AS modality, evidence, a.id AS activity_id
ORDER BY coalesce(date, '9999'), activity, activity_id

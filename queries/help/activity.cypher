// title: {zh: 机构办过的活动, en: Past activities of institutions}
// doc:
//   zh: 给出的机构，连同其团队与平台，参加过的活动；months 是最后一天到看的那天有几个月，没有日期的为空。计划中的不算。
//   en: Activities in which the institutions given, with their teams and platforms, took part; months is how long the last day lies back, null where no date is told. Planned ones do not count.
// params:
//   institutions: {type: 'list[str]', doc: 哪些机构的 id ids of institutions}
//   as_of: {type: date, default: null, doc: 从哪天往回看；默认为图中最新的日期 looking back from; by default the newest date in the graph}
// returns: {activity: str, kind: str, date: str, months: int, evidence: 'list[str]', institution_id: str, activity_id: str}
// example: {institutions: [moe-4114010114]}
CALL () {
  MATCH (s:Source) WHERE s.kind <> 'registry' RETURN max(s.published) AS day
  UNION ALL
  MATCH (i:Activity) WHERE i.status IN ['stated', 'inferred'] AND i.modality = 'actual' RETURN max(coalesce(i.end_date, i.date)) AS day
}
WITH coalesce($as_of, max(day), '') AS today
UNWIND $institutions AS id
MATCH (o:Entity {id: id})<-[of:PART_OF*0..1]-(x:Entity)
WHERE (x.id = o.id OR x.label IN ['Platform', 'Team']) AND x.status IN ['stated', 'inferred'] AND all(step IN of WHERE step.status IN ['stated', 'inferred'])
WITH DISTINCT today, o, x
MATCH (x)-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Activity)
WHERE i.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND i.modality <> 'planned' AND r.modality <> 'planned'
  AND coalesce(i.date_first, '') <= today + '~'
WITH today, o, i, coalesce(i.end_date, i.date) AS last, r.evidence AS told
UNWIND told AS item
WITH today, o, i, last, item ORDER BY o.id, i.id, item
WITH today, o, i, last, collect(DISTINCT item) AS evidence
RETURN i.name AS activity, i.kind AS kind, last AS date,
  CASE WHEN last IS NULL OR today = '' THEN null ELSE toInteger(substring(today, 0, 4)) * 12 + toInteger(substring(today + '-12', 5, 2)) - (toInteger(substring(last, 0, 4)) * 12 + toInteger(substring(last + '-12', 5, 2))) END AS months,
  evidence, o.id AS institution_id, i.id AS activity_id
ORDER BY institution_id, date, activity_id

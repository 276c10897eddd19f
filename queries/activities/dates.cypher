// title: {zh: 有活动的日子, en: Dates with activities}
// doc:
//   zh: 一段时间里登记了活动或签署协议的每一天，计划中的不算。只知年月的、跨日的不在其中，见“活动一览”。
//   en: Each day within a span on which an activity or the signing of an agreement is recorded, plans left out. What is known by month only, or lasts longer, is in activities/list.
// params:
//   from: {type: date, doc: 自 from}
//   to: {type: date, doc: 至 to}
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 held in the place or by what lies in it or a mechanism of it}
// returns: {date: str, printed: str, activities: 'list[str]', evidence: 'list[str]', activity_id: str}
// example: {from: 2023-06, to: 2023-08}
CALL () {
  MATCH (a:Activity) RETURN a
  UNION ALL
  MATCH (a:Agreement) RETURN a
}
WITH a
WHERE a.status IN ['stated', 'inferred'] AND size(a.date) = 10 AND coalesce(a.end_date, a.date) = a.date AND a.modality <> 'planned'
  AND a.date >= $from AND a.date <= $to + '~'
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
UNWIND a.evidence AS item
WITH a, item ORDER BY a.date, a.name, a.id, item
WITH a.date AS date, collect(DISTINCT a.name) AS activities, collect(DISTINCT item) AS evidence, min(a.id) AS activity_id
RETURN date, toString(toInteger(substring(date, 5, 2))) + '月' + toString(toInteger(substring(date, 8, 2))) + '日' AS printed,
  activities, evidence, activity_id
ORDER BY date, activity_id

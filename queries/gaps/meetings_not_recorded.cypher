// title: {zh: 应有而未见记录的例会与活动, en: 'Meetings that are due and not recorded'}
// doc:
//   zh: 机制写明每周、每月、每季或每年几次的每一步：一年应有几次，记到几次活动（该机制及其下属机制的活动）。按成员计的不在内。
//   en: Each step of a mechanism that is to happen so often a week, month, quarter or year, with how many that makes a year, and how many activities of the mechanism and of its parts are recorded. Steps for each member are left out.
// params:
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
// returns: {program: str, actor: str, action: str, times: int, per: str, quota: int, recorded: int, verdict: str, evidence: 'list[str]', program_id: str, step_id: str}
// of: coverage/all_scheduled_steps
// severity: warning
// sound: {verdict: [enough]}
// subject: step_id
// wording: {zh: '{program}：{actor}{action}一年应有 {quota} 次，记录 {recorded} 次', en: '{program}: {action} is due {quota} times a year, {recorded} are recorded'}
// picture: {query: network/neighbourhood, params: {entity: program_id}}
// example: {place: 雁山区}
MATCH (n:Program)
WHERE n.status IN ['stated', 'inferred'] AND size(coalesce(n.rules_action, [])) > 0
  AND ($place IS NULL OR EXISTS {
    MATCH (n)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(step IN w WHERE step.status IN ['stated', 'inferred'])
  } OR EXISTS {
    // run by somebody within the place, itself or what it is part of
    MATCH (n)-[w:PART_OF*0..3]->(:Entity)<-[c:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(:Entity)-[v:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
    WHERE c.principal AND c.status IN ['stated', 'inferred'] AND all(step IN w + v WHERE step.status IN ['stated', 'inferred'])
  })
UNWIND range(0, size(n.rules_action) - 1) AS i
WITH n, i, n.rules_times[i] AS times, n.rules_per[i] AS per
WHERE times > 0 AND per IN ['month', 'quarter', 'week', 'year']
OPTIONAL MATCH (n)<-[w:PART_OF*1..3]-(e:Activity) WHERE e.status IN ['stated', 'inferred'] AND e.modality <> 'planned' AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
WITH n, i, times, per, times * CASE per WHEN 'week' THEN 52 WHEN 'month' THEN 12 WHEN 'quarter' THEN 4 ELSE 1 END AS quota, count(DISTINCT e.id) AS recorded
UNWIND n.evidence AS item
WITH n, i, times, per, quota, recorded, item ORDER BY n.id, i, item
WITH n, i, times, per, quota, recorded, collect(DISTINCT item) AS evidence
RETURN n.name AS program, n.rules_by[i] AS actor, n.rules_action[i] AS action, times, per, quota, recorded,
  CASE WHEN recorded = 0 THEN 'none' WHEN recorded < quota THEN 'fewer' ELSE 'enough' END AS verdict, evidence, n.id AS program_id, n.id + '/' + toString(i + 1) AS step_id
ORDER BY program, step_id

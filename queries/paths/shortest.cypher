// title: {zh: 两方之间最短的路, en: Shortest path between two}
// doc:
//   zh: 两方之间经过最少合作关系的一条路径；协议、活动、项目是一步的“经由”，不是一站。尚在计划的不算；个人只作起点或终点，不作中间一站。
//   en: A path between two over the fewest ties; an agreement, activity or project is what a step runs through, not a stop. What is planned joins nobody yet; a person is where a path begins or ends, never a stop between. The text gives the ties.
// params:
//   from: {type: EntityId, doc: 起点 where it starts}
//   to: {type: EntityId, doc: 终点 where it ends}
//   paths: {type: int, default: 1, doc: 最多几条 how many at most}
//   as_of: {type: date, default: null, doc: 某日有效 ties that may hold at the date}
// returns: {a_id: str, a: str, b_id: str, b: str, kind: str, instrument: bool, principal: bool, evidence: 'list[str]', from: str, to: str, paths: int}
// form: paths
// example: {from: 安泰钢铁, to: 介休聚贤石墨}
MATCH (a:Entity)-[r:COOPERATES_ON|FOUNDED|LEADS|OPERATES|PARTICIPATES_IN|PARTNERS_WITH|PARTY_TO|SERVES]->(b:Entity)
WHERE a.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND b.status IN ['stated', 'inferred']
  AND r.modality <> 'planned' AND b.modality <> 'planned' AND NOT a:Instrument AND (NOT a:Person OR a.id IN [$from, $to]) AND (b:Instrument OR type(r) IN ['FOUNDED', 'OPERATES', 'PARTNERS_WITH', 'SERVES'])
WITH a, r, b, [r.valid_from_first, b.date_first] AS opens, [r.valid_to_last, coalesce(b.end_date_last, CASE WHEN b.label = 'Activity' THEN b.date_last END)] AS closes
WHERE $as_of IS NULL OR (all(day IN opens WHERE coalesce(day, '') <= $as_of + '~') AND all(day IN closes WHERE coalesce(day, '9999') >= $as_of))
RETURN a.id AS a_id, a.name AS a, b.id AS b_id, b.name AS b, coalesce(r.kind, toLower(type(r))) AS kind,
  b:Instrument AS instrument, r.principal AS principal, r.evidence AS evidence, $from AS from, $to AS to, $paths AS paths
ORDER BY a_id, b_id, r.id

// title: {zh: 机制怎么运行, en: Rules of a program}
// doc:
//   zh: 一个机制按序的各步：哪类人做什么、多久几次；quota 为每年次数（按成员计的为每个成员的数），未写次数的为空。
//   en: The steps of a mechanism in order, who does what and how often; quota is the number a year (or for each member), null where the text gives none.
// params:
//   program: {type: EntityId, doc: 哪个机制 the program}
// returns: {step: int, actor: str, action: str, text: str, times: int, per: str, quota: int, evidence: 'list[str]', program_id: str}
// example: {program: 社校联盟制度}
MATCH (n:Entity {id: $program})
WHERE n.status IN ['stated', 'inferred'] AND size(coalesce(n.rules_action, [])) > 0
UNWIND range(0, size(n.rules_action) - 1) AS i
WITH n, i, n.rules_by[i] AS actor, n.rules_action[i] AS action, n.rules_times[i] AS times, n.rules_per[i] AS per
RETURN i + 1 AS step, actor, action, actor + action AS text, times, per,
  CASE WHEN times = 0 THEN null
    ELSE times * CASE per WHEN 'week' THEN 52 WHEN 'month' THEN 12 WHEN 'quarter' THEN 4 ELSE 1 END END AS quota,
  n.evidence AS evidence, n.id AS program_id
ORDER BY step, program_id

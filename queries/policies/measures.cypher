// title: {zh: 政策要谁做什么, en: What a policy demands and of whom}
// doc:
//   zh: 政策及其下的机制与服务：哪类人做什么、分哪几类、有哪些数字；机制有几步就有几行，步骤按序。
//   en: Policies with the programs and services that are part of them, who does what, in which categories, with the figures about them; a program has a row for each of its steps, in order.
// params:
//   policy: {type: EntityId, default: null, doc: 哪份政策 the policy}
//   place: {type: EntityId, default: null, doc: 发布者所在地 issued within the place}
// returns: {policy: str, measure: str, label: str, step: int, actor: str, action: str, categories: 'list[str]', figures: 'list[str]', modality: str, evidence: 'list[str]', policy_id: str, measure_id: str}
// example: {place: 晋中市}
MATCH (i:Policy)
WHERE i.status IN ['stated', 'inferred'] AND ($policy IS NULL OR i.id = $policy)
  AND ($place IS NULL OR EXISTS { MATCH (i)<-[r:ISSUED]-(x:Entity)
    WHERE r.status IN ['stated', 'inferred'] AND EXISTS { MATCH (x)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(s IN up WHERE s.status IN ['stated', 'inferred']) } })
MATCH (i)<-[of:PART_OF*0..3]-(m:Entity)
WHERE m.status IN ['stated', 'inferred'] AND all(s IN of WHERE s.status IN ['stated', 'inferred'])
OPTIONAL MATCH (c:Claim)-[:ABOUT]->(m) WHERE c.status IN ['stated', 'inferred']
WITH i, m, reduce(found = m.evidence, s IN of | found + s.evidence) AS told, c ORDER BY i.id, m.id, c.sources[0], c.key, c.id
WITH i, m, told, collect(c.topic + ' ' + c.printed) AS figures, collect(c.evidence) AS figures_told
UNWIND reduce(united = told, others IN figures_told | united + others) AS item
WITH i, m, figures, item ORDER BY i.id, m.id, item
WITH i, m, figures, collect(DISTINCT item) AS evidence, size(coalesce(m.rules_action, [])) AS steps
UNWIND CASE WHEN steps = 0 THEN [0] ELSE range(1, steps) END AS step
RETURN i.name AS policy, m.name AS measure, m.label AS label, CASE WHEN step > 0 THEN step END AS step,
  CASE WHEN step > 0 THEN m.rules_by[step - 1] ELSE m.by END AS actor, CASE WHEN step > 0 THEN m.rules_action[step - 1] ELSE m.description END AS action,
  coalesce(m.categories, []) AS categories, figures, m.modality AS modality, evidence, i.id AS policy_id, m.id AS measure_id
ORDER BY policy, policy_id, label, measure, step, measure_id

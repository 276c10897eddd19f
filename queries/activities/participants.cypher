// title: {zh: 谁参与了, en: Who took part}
// doc:
//   zh: 一次活动、一个项目、机制或协议的各方及其角色，主导者在前。
//   en: The parties of an activity, project, program or agreement with their roles, principals first.
// params:
//   activity: {type: EntityId, doc: 活动、项目、机制或协议 the instrument}
//   role: {type: str, default: null, doc: 角色，如 visited、approved a role}
// returns: {participant: str, label: str, role: str, principal: bool, evidence: 'list[str]', participant_id: str}
// example: {activity: 高企进高校}
MATCH (i:Entity {id: $activity})<-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(p:Entity)
WHERE r.status IN ['stated', 'inferred'] AND p.status IN ['stated', 'inferred'] AND ($role IS NULL OR coalesce(r.role, toLower(type(r))) = $role)
UNWIND r.evidence AS item
WITH p, r, item ORDER BY p.id, r.id, item
WITH p, coalesce(r.role, toLower(type(r))) AS role, r.principal AS principal, collect(DISTINCT item) AS evidence
RETURN p.name AS participant, p.label AS label, role, principal, evidence, p.id AS participant_id
ORDER BY principal DESC, role, participant, participant_id

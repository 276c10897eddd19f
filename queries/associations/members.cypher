// title: {zh: 联盟、专班的成员, en: Members of an association}
// doc:
//   zh: 联盟、专班、委员会的成员，牵头的在前。
//   en: The members of an alliance, working group or committee, the lead first.
// params:
//   association: {type: EntityId, doc: 联盟、专班或委员会 the association}
// returns: {member: str, label: str, role: str, evidence: 'list[str]', member_id: str}
// example: {association: 高校毕业生稳就业工作专班}
MATCH (a:Entity {id: $association})<-[r:LEADS|MEMBER_OF]-(p:Entity)
WHERE r.status IN ['stated', 'inferred'] AND p.status IN ['stated', 'inferred']
UNWIND r.evidence AS item
WITH p, CASE type(r) WHEN 'LEADS' THEN 'lead' ELSE 'member' END AS role, item ORDER BY p.id, role, item
WITH p, role, collect(DISTINCT item) AS evidence
RETURN p.name AS member, p.label AS label, role, evidence, p.id AS member_id
ORDER BY role, member, member_id

// title: {zh: 谁共做项目, en: Who works on a project}
// doc:
//   zh: 一个项目或技术的各方及其角色。
//   en: Everybody on a project or technology, with their roles.
// params:
//   project: {type: EntityId, doc: 哪一个 which one}
//   parts: {type: bool, default: true, doc: 连同其下的子项 with what is part of it}
// returns: {body: str, label: str, side: str, role: str, principal: bool, via: str, status: str, modality: str, evidence: 'list[str]', body_id: str, via_id: str, edge_id: str}
// example: {project: 高纯度帘线钢制备技术}
MATCH (:Entity {id: $project})<-[of:PART_OF*0..4]-(i:Instrument)
WHERE ($parts OR i.id = $project) AND i.status IN ['stated', 'inferred'] AND all(s IN of WHERE s.status IN ['stated', 'inferred'])
WITH DISTINCT i
MATCH (i)<-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(b:Entity)
WHERE b.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
RETURN b.name AS body, b.label AS label, b.side AS side, coalesce(r.role, toLower(type(r))) AS role, r.principal AS principal,
  i.name AS via, r.status AS status, r.modality AS modality, r.evidence AS evidence, b.id AS body_id, i.id AS via_id, r.id AS edge_id
ORDER BY via, principal DESC, body, edge_id

// title: {zh: 一方的活动, en: Activities of an entity}
// doc:
//   zh: 一方参加的活动：与谁一起，有哪些数字。
//   en: The activities that an entity takes part in, with whom, and the figures about them.
// params:
//   entity: {type: EntityId, doc: 谁的活动 whose activities}
//   partner_label: {type: str, default: null, doc: 只看与某类伙伴的，如 College only those with partners of a type}
// returns: {activity: str, kind: str, role: str, date: str, modality: str, partners: 'list[str]', figures: 'list[str]', evidence: 'list[str]', activity_id: str}
// example: {entity: 吴家营街道}
MATCH (e:Entity {id: $entity})-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(a:Activity)
WHERE r.status IN ['stated', 'inferred'] AND a.status IN ['stated', 'inferred']
OPTIONAL MATCH (a)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(p:Entity)
WHERE p.id <> e.id AND (r.principal OR q.principal) AND q.status IN ['stated', 'inferred'] AND p.status IN ['stated', 'inferred'] AND ($partner_label IS NULL OR p.label = $partner_label)
WITH r, a, p, q ORDER BY a.id, r.id, p.name, p.id
WITH r, a, collect(DISTINCT p.name) AS partners, collect(q.evidence) AS told
WHERE $partner_label IS NULL OR size(partners) > 0
OPTIONAL MATCH (c:Claim)-[:ABOUT]->(a) WHERE c.status IN ['stated', 'inferred']
WITH r, a, partners, told, c ORDER BY a.id, r.id, c.sources[0], c.key, c.id
WITH r, a, partners, told, collect(c.printed) AS figures, collect(c.evidence) AS figures_told
UNWIND reduce(united = r.evidence, others IN told + figures_told | united + others) AS item
WITH r, a, partners, figures, item ORDER BY a.id, r.id, item
WITH r, a, partners, figures, collect(DISTINCT item) AS evidence
RETURN a.name AS activity, a.kind AS kind, coalesce(r.role, toLower(type(r))) AS role, a.date AS date,
  head([m IN ['planned', 'ended'] WHERE m IN [a.modality, r.modality]] + ['actual']) AS modality, partners, figures, evidence, a.id AS activity_id
ORDER BY coalesce(date, '9999'), activity, role, activity_id

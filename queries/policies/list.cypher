// title: {zh: 政策一览, en: Policies}
// doc:
//   zh: 政策文件、文号、日期与发布者；给出地方时看发布者在其境内的。
//   en: Policies with number, date and issuers; with a place, those whose issuer is within it.
// params:
//   place: {type: EntityId, default: null, doc: 发布者所在地 issued within the place}
//   issuer: {type: EntityId, default: null, doc: 发布者 issued by}
// returns: {policy: str, number: str, date: str, issuers: 'list[str]', status: str, modality: str, evidence: 'list[str]', issuer_ids: 'list[str]', policy_id: str}
// example: {place: cn-140702}
MATCH (i:Policy)
WHERE i.status IN ['stated', 'inferred']
  AND ($issuer IS NULL OR EXISTS { MATCH (i)<-[r:ISSUED]-(:Entity {id: $issuer}) WHERE r.status IN ['stated', 'inferred'] })
  AND ($place IS NULL OR EXISTS { MATCH (i)<-[r:ISSUED]-(x:Entity)
    WHERE r.status IN ['stated', 'inferred'] AND EXISTS { MATCH (x)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(s IN up WHERE s.status IN ['stated', 'inferred']) } })
OPTIONAL MATCH (i)<-[r:ISSUED]-(p:Entity) WHERE p.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
WITH i, p, i.evidence + coalesce(r.evidence, []) AS evidence
UNWIND evidence AS item
WITH i, p, item ORDER BY i.id, p.id
WITH i, collect(DISTINCT p.name) AS issuers, collect(DISTINCT p.id) AS issuer_ids, collect(item) AS items
UNWIND items AS item
WITH i, issuers, issuer_ids, item ORDER BY i.id, item
WITH i, issuers, issuer_ids, collect(DISTINCT item) AS evidence
RETURN i.name AS policy, i.number AS number, i.date AS date, issuers, i.status AS status, i.modality AS modality, evidence,
  issuer_ids, i.id AS policy_id
ORDER BY policy, policy_id

// title: {zh: 高校连着哪些企业, en: Enterprises tied to a university}
// doc:
//   zh: 一所高校（连同其院系、平台、团队）与哪些企业有合作，经由哪个项目、活动、协议或下属单位；直接合作的 via 为空。
//   en: The enterprises that a university, with its colleges, platforms and teams, has ties with, and through which project, event, agreement or unit; via is null where the tie is direct.
// params:
//   university: {type: EntityId, doc: 哪所高校或院系 the university or college}
// returns: {enterprise: str, via: str, kinds: 'list[str]', modality: 'list[str]', evidence: 'list[str]', enterprise_id: str, via_id: str}
// example: {university: 云南大学}
MATCH (:Entity {id: $university})<-[parts:PART_OF*0..2]-(e:Entity)
WHERE e.status IN ['stated', 'inferred'] AND all(s IN parts WHERE s.status IN ['stated', 'inferred'])
CALL (e) {
  MATCH (e)-[r:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]-(p:Enterprise)
  WHERE p.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
  RETURN p, CASE WHEN e.id <> $university THEN e.name END AS via, CASE WHEN e.id <> $university THEN e.id END AS via_id,
    coalesce(r.kind, toLower(type(r))) AS kind, r.modality AS modality, r.evidence AS evidence
  UNION ALL
  MATCH (e)-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(p:Enterprise)
  WHERE (r.principal OR q.principal) AND p.id <> e.id AND i.status IN ['stated', 'inferred'] AND p.status IN ['stated', 'inferred']
    AND r.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred']
  RETURN p, i.name AS via, i.id AS via_id, toLower(i.label) AS kind,
    head([m IN ['planned', 'ended'] WHERE m IN [i.modality, r.modality, q.modality]] + ['actual']) AS modality, r.evidence + q.evidence AS evidence
}
UNWIND evidence AS item
WITH p, via, via_id, kind, modality, item ORDER BY p.id, via_id, kind, modality
WITH p, via, via_id, collect(DISTINCT kind) AS kinds, collect(DISTINCT modality) AS seen, collect(item) AS items
UNWIND items AS item
WITH p, via, via_id, kinds, [m IN ['actual', 'planned', 'ended'] WHERE m IN seen] AS modality, item ORDER BY p.id, via_id, item
WITH p, via, via_id, kinds, modality, collect(DISTINCT item) AS evidence
RETURN p.name AS enterprise, via, kinds, modality, evidence, p.id AS enterprise_id, via_id
ORDER BY enterprise, enterprise_id, via_id

// title: {zh: 经下属单位的合作方, en: Partners through what belongs to an entity}
// doc:
//   zh: 一方自己没有、而其院系、团队、平台或境内单位有合作的各方：经由谁、哪些种类、有无签约结对、情形（计划中与已止的也列出）、出处。只看直接隶属、位于、入驻的，和其设立运营的。
//   en: Those with whom not an entity itself but its colleges, teams, platforms or bodies within it have ties, with through whom, the kinds, whether one is formal, modalities (what is planned or has ended is listed too), and evidence; of what is directly part of it, in it or run by it.
// params:
//   entity: {type: EntityId, doc: 看谁的 whose}
//   limit: {type: int, default: 500, doc: 最多几个 how many at most}
// returns: {partner: str, label: str, through: 'list[str]', through_ids: 'list[str]', kinds: 'list[str]', formal: bool, modality: 'list[str]', evidence: 'list[str]', partner_id: str}
// example: {entity: cn-140702002}
MATCH (whole:Entity {id: $entity})
CALL (whole) {
  MATCH (whole)<-[s:LOCATED_IN|PART_OF|RESIDENT_OF]-(x:Entity)
  WHERE s.documented AND s.status IN ['stated', 'inferred']
  RETURN x
  UNION
  MATCH (whole)-[s:FOUNDED|LEADS|OPERATES]->(x:Entity)
  WHERE s.documented AND s.status IN ['stated', 'inferred']
  RETURN x
}
WITH whole, x WHERE NOT x:Instrument AND x.status IN ['stated', 'inferred']
CALL (x) {
  MATCH (x)-[r:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]-(p:Entity)
  WHERE NOT p:Instrument AND p.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
  RETURN p, coalesce(r.kind, toLower(type(r))) AS kind, type(r) = 'PARTNERS_WITH' AND r.kind IN ['signed', 'paired'] AS formal, r.modality AS modality, r.evidence AS told
  UNION ALL
  MATCH (x)-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(p:Entity)
  WHERE p.id <> x.id AND (r.principal OR q.principal) AND NOT p:Person AND i.status IN ['stated', 'inferred'] AND p.status IN ['stated', 'inferred']
    AND r.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred']
  RETURN p, toLower(i.label) AS kind, i.label = 'Agreement' AS formal,
    head([m IN ['planned', 'ended'] WHERE m IN [i.modality, r.modality, q.modality]] + ['actual']) AS modality, r.evidence + q.evidence AS told
}
WITH whole, x, p, kind, formal, modality, told
WHERE p.id <> whole.id AND NOT EXISTS { MATCH (p)-[up:LOCATED_IN|PART_OF|RESIDENT_OF]->(whole) WHERE up.status IN ['stated', 'inferred'] }
  AND NOT EXISTS { MATCH (p)-[own:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]-(whole) WHERE own.status IN ['stated', 'inferred'] }
UNWIND told AS item
WITH p, x, kind, formal, modality, item ORDER BY p.id, x.name, x.id, kind, modality, item
WITH p, collect(DISTINCT x.name) AS through, collect(DISTINCT x.id) AS through_ids, collect(DISTINCT kind) AS kinds, collect(DISTINCT modality) AS seen,
  max(CASE WHEN formal THEN 1 ELSE 0 END) AS firm, collect(DISTINCT item) AS items
UNWIND items AS item
WITH p, through, through_ids, kinds, [m IN ['actual', 'planned', 'ended'] WHERE m IN seen] AS modality, firm, item ORDER BY p.id, item
WITH p, through, through_ids, kinds, modality, firm, collect(DISTINCT item) AS evidence
RETURN p.name AS partner, p.label AS label, through, through_ids, kinds, firm = 1 AS formal, modality, evidence, p.id AS partner_id
ORDER BY formal DESC, partner, partner_id
LIMIT $limit

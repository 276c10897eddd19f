// title: {zh: 与各合作方的每一条关系, en: Each tie with each partner}
// doc:
//   zh: 一方的每一条合作关系一行，计划中与已止的也列出，个人不算：与谁、种类、是否签约结对、经由、起止、情形与出处；签约结对的在前。
//   en: One row a tie of an entity, planned and ended ones too and none with a person, with the partner, the kind, whether it is formal, what it runs through, since and until when, standing and evidence; formal ones first.
// params:
//   entity: {type: EntityId, doc: 看谁的合作方 whose partners}
// returns: {partner: str, label: str, side: str, kind: str, formal: bool, via: str, via_label: str, since: str, until: str, status: str, modality: str, disputed: 'list[str]', evidence: 'list[str]', via_id: str, partner_id: str, edge_id: str}
// example: {entity: cn-140702002010}
MATCH (e:Entity {id: $entity})
CALL (e) {
  MATCH (e)-[r:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]-(p:Entity)
  WHERE NOT e:Instrument AND NOT p:Instrument AND p.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
  RETURN p, coalesce(r.kind, toLower(type(r))) AS kind, type(r) = 'PARTNERS_WITH' AND r.kind IN ['signed', 'paired'] AS formal,
    null AS via, null AS via_label, r.valid_from AS since, r.valid_to AS until, r.status AS status, r.modality AS modality,
    coalesce(r.disputed, []) AS disputed, r.evidence AS told, null AS via_id, r.id AS edge_id
  UNION ALL
  MATCH (e)-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(p:Entity)
  WHERE p.id <> e.id AND (r.principal OR q.principal) AND NOT p:Person AND i.status IN ['stated', 'inferred'] AND p.status IN ['stated', 'inferred']
    AND r.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred']
  RETURN p, toLower(i.label) AS kind, i.label = 'Agreement' AS formal, i.name AS via, i.label AS via_label,
    coalesce(q.valid_from, r.valid_from, i.date) AS since, coalesce(q.valid_to, r.valid_to, i.end_date) AS until,
    CASE WHEN q.status = 'stated' AND r.status = 'stated' THEN 'stated' ELSE 'inferred' END AS status,
    head([m IN ['planned', 'ended'] WHERE m IN [i.modality, r.modality, q.modality]] + ['actual']) AS modality, coalesce(q.disputed, []) AS disputed,
    r.evidence + q.evidence AS told, i.id AS via_id, q.id AS edge_id
}
UNWIND told AS item
WITH p, kind, formal, via, via_label, since, until, status, modality, disputed, via_id, edge_id, item ORDER BY p.id, edge_id, item
WITH p, kind, formal, via, via_label, since, until, status, modality, disputed, via_id, edge_id, collect(DISTINCT item) AS evidence
RETURN p.name AS partner, p.label AS label, p.side AS side, kind, formal, via, via_label, since, until, status, modality, disputed, evidence,
  via_id, p.id AS partner_id, edge_id
ORDER BY formal DESC, partner, partner_id, kind, edge_id

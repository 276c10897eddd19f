// title: {zh: 一地的合作各方, en: Who takes part in the ties of a place}
// doc:
//   zh: 与一地或其境内单位有合作的各方，一方一行：在哪一边、各种关系、有无签约结对、情形（计划中与已止的也列出）、出处；境内两方合作时两方都在列。
//   en: Everybody who has a tie with a place or with what lies within it, one row each, with side, kinds, whether one is formal, modalities (what is planned or has ended is listed too), and evidence; of a tie between two within, both are listed.
// params:
//   place: {type: EntityId, doc: 哪个地方 the place}
//   as_of: {type: date, default: null, doc: 某日有效 ties that may hold at the date}
// returns: {partner: str, label: str, side: str, kinds: 'list[str]', formal: bool, modality: 'list[str]', evidence: 'list[str]', partner_id: str}
// example: {place: cn-530114}
MATCH (:Entity {id: $place})<-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]-(e:Entity)
WHERE e.documented AND e.status IN ['stated', 'inferred'] AND all(s IN up WHERE s.status IN ['stated', 'inferred'])
WITH DISTINCT e
CALL (e) {
  MATCH (e)-[r:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]-(p:Entity)
  WHERE NOT e:Instrument AND NOT p:Instrument AND p.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
  RETURN p, coalesce(r.kind, toLower(type(r))) AS kind,
    type(r) = 'PARTNERS_WITH' AND r.kind IN ['signed', 'paired'] AS formal, r.modality AS modality, r.evidence AS told,
    [r.valid_from_first] AS opens, [r.valid_to_last] AS closes
  UNION ALL
  MATCH (e)-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(p:Entity)
  WHERE p.id <> e.id AND (r.principal OR q.principal) AND NOT p:Person AND i.status IN ['stated', 'inferred'] AND p.status IN ['stated', 'inferred']
    AND r.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred']
  RETURN p, toLower(i.label) AS kind, i.label = 'Agreement' AS formal,
    head([m IN ['planned', 'ended'] WHERE m IN [i.modality, r.modality, q.modality]] + ['actual']) AS modality, r.evidence + q.evidence AS told,
    [r.valid_from_first, q.valid_from_first, i.date_first] AS opens, [r.valid_to_last, q.valid_to_last, coalesce(i.end_date_last, CASE WHEN i.label = 'Activity' THEN i.date_last END)] AS closes
}
WITH p, kind, formal, modality, told, opens, closes
WHERE p.id <> $place
  AND ($as_of IS NULL OR (all(day IN opens WHERE coalesce(day, '') <= $as_of + '~') AND all(day IN closes WHERE coalesce(day, '9999') >= $as_of)))
UNWIND told AS item
WITH p, kind, formal, modality, item ORDER BY p.id, kind, modality, item
WITH p, collect(DISTINCT kind) AS kinds, collect(DISTINCT modality) AS seen, max(CASE WHEN formal THEN 1 ELSE 0 END) AS firm, collect(DISTINCT item) AS items
UNWIND items AS item
WITH p, kinds, [m IN ['actual', 'planned', 'ended'] WHERE m IN seen] AS modality, firm, item ORDER BY p.id, item
WITH p, kinds, modality, firm, collect(DISTINCT item) AS evidence
RETURN p.name AS partner, p.label AS label, p.side AS side, kinds, firm = 1 AS formal, modality, evidence, p.id AS partner_id
ORDER BY label, partner, partner_id

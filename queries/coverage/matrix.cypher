// title: {zh: 街校对照, en: Units against universities}
// doc:
//   zh: 一地之内的街道乡镇、社区村与各高校：哪一对有合作，签约结对的为正式；院系并入其高校。没有合作的不列。
//   en: The subdistricts and communities within a place against universities, one row for each pair that has a tie; signed and paired ones are formal. Colleges count as their university. Pairs without a tie are not there.
// params:
//   place: {type: EntityId, doc: 哪个地方 the place}
//   as_of: {type: date, default: null, doc: 某日有效 ties that may hold at the date}
//   partner_side: {type: str, default: campus, choices: [campus, locality, enterprise, other], doc: 哪一边的合作方 partners of which side}
//   partner_label: {type: str, default: null, doc: 只算这一类型的合作方 count partners of this type only}
// returns: {unit: str, level: str, partner: str, formal: bool, colleges: 'list[str]', evidence: 'list[str]', unit_id: str, partner_id: str, pair_id: str}
// example: {place: cn-530114}
MATCH (n:Entity {documented: true})-[v:PART_OF*0..4]->(:Entity {id: $place})
WHERE n.label IN ['Community', 'Subdistrict'] AND n.status IN ['stated', 'inferred'] AND all(step IN v WHERE step.status IN ['stated', 'inferred'])
WITH DISTINCT n
CALL (n) {
    MATCH (n)-[r:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]-(p:Entity)
    WHERE NOT p:Instrument AND p.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND r.modality <> 'planned'
      AND ($partner_side IS NULL OR p.side = $partner_side) AND ($partner_label IS NULL OR p.label = $partner_label)
      AND ($as_of IS NULL OR (coalesce(r.valid_from_first, '') <= $as_of + '~' AND coalesce(r.valid_to_last, '9999') >= $as_of))
    RETURN CASE WHEN type(r) = 'PARTNERS_WITH' AND r.kind IN ['paired', 'signed'] THEN 5 ELSE 4 END AS rank, p, r.evidence AS told
    UNION ALL
    MATCH (n)-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(p:Entity)
    WHERE p.id <> n.id AND (r.principal OR q.principal) AND NOT p:Person AND i.status IN ['stated', 'inferred'] AND p.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred'] AND all(e IN [r, q, i] WHERE e.modality <> 'planned')
      AND ($partner_side IS NULL OR p.side = $partner_side) AND ($partner_label IS NULL OR p.label = $partner_label)
      AND ($as_of IS NULL OR (all(day IN [r.valid_from_first, q.valid_from_first, i.date_first] WHERE coalesce(day, '') <= $as_of + '~')
        AND all(day IN [r.valid_to_last, q.valid_to_last, coalesce(i.end_date_last, CASE WHEN i.label = 'Activity' THEN i.date_last END)] WHERE coalesce(day, '9999') >= $as_of)))
    RETURN CASE WHEN i.label = 'Agreement' THEN 5 ELSE 4 END AS rank, p, r.evidence + q.evidence AS told
}
OPTIONAL MATCH (p)-[of:PART_OF]->(u:University)
WHERE p.label = 'College' AND of.status IN ['stated', 'inferred'] AND u.status IN ['stated', 'inferred']
WITH n, coalesce(u, p) AS partner, CASE WHEN u IS NOT NULL THEN p.name END AS college, rank, told
UNWIND told AS item
WITH n, partner, college, rank, item ORDER BY n.id, partner.id, college, item
WITH n, partner, max(rank) AS rank, collect(DISTINCT college) AS colleges, collect(item) AS items
UNWIND items AS item
WITH n, partner, rank, colleges, item ORDER BY n.id, partner.id, item
WITH n, partner, rank, colleges, collect(DISTINCT item) AS evidence
RETURN n.name AS unit, n.label AS level, partner.name AS partner, rank = 5 AS formal, colleges, evidence, n.id AS unit_id, partner.id AS partner_id,
  n.id + '/' + partner.id AS pair_id
ORDER BY level DESC, unit, partner, pair_id

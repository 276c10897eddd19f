// title: {zh: 按合作方类型看覆盖, en: Coverage by type of partner}
// doc:
//   zh: 一地之内的街道乡镇与社区村，各与哪一类合作方有合作：几个单位签约结对，几个只有别的合作，涉及几个合作方。一个单位有几类合作方，就在几行里各算一次。
//   en: With which types of partner the subdistricts and communities within a place have ties; how many of them formally, how many only otherwise, and how many partners there are. A unit with partners of several types counts in each of their rows.
// params:
//   place: {type: EntityId, doc: 哪个地方 the place}
//   as_of: {type: date, default: null, doc: 某日有效 ties that may hold at the date}
//   partner_side: {type: str, default: null, choices: [campus, locality, enterprise, other], doc: 只算哪一边的合作方 count partners of this side only}
//   partner_label: {type: str, default: null, doc: 只算这一类型的合作方 count partners of this type only}
// returns: {level: str, side: str, partner_label: str, formal: int, other: int, partners: int, partner_names: 'list[str]', evidence: 'list[str]', row_id: str}
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
UNWIND told AS item
WITH n, p, rank, item ORDER BY p.name, p.id, n.id, item
WITH n.label AS level, p.side AS side, p.label AS partner_label, n.id AS unit_id, max(rank) AS rank, collect(DISTINCT p.id) AS ids, collect(DISTINCT p.name) AS found, collect(DISTINCT item) AS items
UNWIND ids AS id
UNWIND found AS name
UNWIND items AS item
WITH level, side, partner_label, unit_id, rank, id, name, item ORDER BY level, side, partner_label, name, item
WITH level, side, partner_label, count(DISTINCT CASE WHEN rank = 5 THEN unit_id END) AS formal, count(DISTINCT CASE WHEN rank = 4 THEN unit_id END) AS other,
  count(DISTINCT id) AS partners, collect(DISTINCT name) AS partner_names, collect(DISTINCT item) AS items
UNWIND items AS item
WITH level, side, partner_label, formal, other, partners, partner_names, item ORDER BY level, side, partner_label, item
WITH level, side, partner_label, formal, other, partners, partner_names, collect(DISTINCT item) AS evidence
RETURN level, side, partner_label, formal, other, partners, partner_names, evidence, level + '/' + partner_label AS row_id
ORDER BY level DESC, side, partner_label, row_id

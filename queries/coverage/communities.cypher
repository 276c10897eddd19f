// title: {zh: 逐个社区的覆盖, en: Coverage community by community}
// doc:
//   zh: 一地之内每个街道乡镇、社区村一行：属哪一类（见 coverage/place）、合作方与出处；没有文件写到的也在内。
//   en: Each subdistrict and community within a place, with its class (see coverage/place), partners and evidence; those that no document names are there too.
// params:
//   place: {type: EntityId, doc: 哪个地方 the place}
//   level: {type: str, default: null, choices: [Subdistrict, Community], doc: 只看一级 one level only}
//   as_of: {type: date, default: null, doc: 某日有效 ties that may hold at the date}
//   partner_side: {type: str, default: null, choices: [campus, locality, enterprise, other], doc: 只算哪一边的合作方 count partners of this side only}
//   partner_label: {type: str, default: null, doc: 只算这一类型的合作方 count partners of this type only}
//   topic: {type: str, default: 合作, doc: 普查的事项 the topic that a survey must cover}
// returns: {name: str, level: str, verdict: str, partners: 'list[str]', evidence: 'list[str]', registry_date: str, newest_source: str, unit_id: str}
// example: {place: cn-140702002010}
MATCH (:Entity {id: $place})<-[v:PART_OF*0..4]-(n:Entity)
WHERE n.label IN ['Community', 'Subdistrict'] AND ($level IS NULL OR n.label = $level) AND n.status IN ['stated', 'inferred'] AND all(step IN v WHERE step.status IN ['stated', 'inferred'])
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
    UNION ALL
    MATCH (c:Claim)-[:ABOUT]->(n)
    WHERE c.members_by IN ['any', 'formal', 'FOUNDED', 'OPERATES', 'PARTNERS_WITH', 'PARTY_TO', 'SERVES'] AND c.status IN ['stated', 'inferred']
      AND ($partner_label IS NULL OR c.members_label = $partner_label)
    RETURN 3 AS rank, null AS p, c.evidence AS told
    UNION ALL
    MATCH (c:Claim)-[:ABOUT]->(g:Entity)<-[w:PART_OF*1..4]-(n)
    WHERE c.members_by = 'within' AND c.members_label = n.label AND (c.members_kind IS NULL OR n.kind IN split(c.members_kind, '|'))
      AND c.status IN ['stated', 'inferred'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
    RETURN 3 AS rank, null AS p, c.evidence AS told
    UNION ALL
    MATCH (s:Source) WHERE s.status IN ['stated', 'inferred']
    UNWIND coalesce(s.covers, []) AS cover
    WITH n, s, cover WHERE cover CONTAINS '"complete": true' AND cover CONTAINS '"topic": "' + $topic + '"'
      AND ($as_of IS NULL OR NOT cover CONTAINS '"as_of": "' OR split(split(cover, '"as_of": "')[1], '"')[0] <= $as_of + '~')
    MATCH (n)-[w:PART_OF*0..4]->(g:Entity {id: 'cn-' + split(split(cover, '"place": "')[1], '"')[0]}) WHERE all(step IN w WHERE step.status IN ['stated', 'inferred'])
    RETURN 2 AS rank, null AS p, s.evidence AS told
    UNION ALL
    RETURN CASE WHEN n.documented THEN 1 ELSE 0 END AS rank, null AS p, n.evidence AS told
}
WITH n, rank, p, told ORDER BY n.id, p.name, p.id
WITH n, max(rank) AS rank, collect(DISTINCT p.name) AS partners, collect({rank: rank, told: told}) AS said
UNWIND said AS one
WITH n, rank, partners, one WHERE one.rank = rank OR rank = 5 AND one.rank = 4
UNWIND one.told AS item
WITH n, rank, partners, item ORDER BY n.id, item
WITH n, rank, partners, collect(DISTINCT item) AS evidence
OPTIONAL MATCH (s:Source) WHERE s.id IN n.sources
WITH n, rank, partners, evidence, max(CASE WHEN s.kind = 'registry' THEN s.published END) AS registry_date, max(CASE WHEN s.kind <> 'registry' THEN s.published END) AS newest_source
RETURN n.name AS name, n.label AS level,
  CASE rank WHEN 5 THEN 'formal' WHEN 4 THEN 'other' WHEN 3 THEN 'declared' WHEN 2 THEN 'surveyed_none' WHEN 1 THEN 'unrecorded' ELSE 'unsurveyed' END AS verdict,
  partners, evidence, registry_date, newest_source, n.id AS unit_id
ORDER BY unit_id

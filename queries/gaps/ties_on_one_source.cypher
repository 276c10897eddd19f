// title: {zh: 只有一份来源的合作, en: 'Ties on one source'}
// doc:
//   zh: 一方在境内的每一对合作，出处全在同一份来源里的。尚在计划的不算，已止的算。
//   en: Pairs with a tie, at least one of them within the place, of which one source alone tells. What is planned does not count, what has ended does.
// params:
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
// returns: {a: str, b: str, source: str, evidence: 'list[str]', a_id: str, b_id: str, pair_id: str}
// of: coverage/all_tied_pairs
// severity: info
// subject: pair_id
// wording: {zh: '{a} 与 {b} 的合作只见于 {source}', en: 'only {source} tells of the tie of {a} and {b}'}
// picture: {query: network/neighbourhood, params: {entity: a_id}}
// example: {place: 雁山区}
MATCH (a:Entity {documented: true}) WHERE a.status IN ['stated', 'inferred'] AND NOT a:Instrument AND NOT a:Person
  AND ($place IS NULL OR EXISTS {
    MATCH (a)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(step IN w WHERE step.status IN ['stated', 'inferred'])
  })
CALL (a) {
  MATCH (a)-[r:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]-(b:Entity)
  WHERE NOT b:Instrument AND b.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND r.modality <> 'planned'
  RETURN b, r.evidence AS told, r.sources AS sources, type(r) = 'PARTNERS_WITH' AND r.kind IN ['paired', 'signed'] AS formal, r.valid_from_last AS day
  UNION ALL
  MATCH (a)-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(b:Entity)
  WHERE b.id <> a.id AND (r.principal OR q.principal) AND NOT b:Person AND i.status IN ['stated', 'inferred'] AND b.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred']
    AND all(part IN [r, q, i] WHERE part.modality <> 'planned')
  RETURN b, r.evidence + q.evidence AS told, r.sources + q.sources AS sources, i.label = 'Agreement' AS formal, coalesce(i.end_date_last, i.date_last) AS day
}
WITH CASE WHEN a.id < b.id THEN a ELSE b END AS a, CASE WHEN a.id < b.id THEN b ELSE a END AS b, told, sources
UNWIND sources AS source
WITH a, b, told, source ORDER BY a.id, b.id, source
WITH a, b, collect(DISTINCT source) AS sources, collect(told) AS said
WHERE size(sources) = 1
UNWIND said AS told
UNWIND told AS item
WITH a, b, sources, item ORDER BY a.id, b.id, item
WITH a, b, sources, collect(DISTINCT item) AS evidence
RETURN a.name AS a, b.name AS b, head(sources) AS source, evidence, a.id AS a_id, b.id AS b_id, a.id + '+' + b.id AS pair_id
ORDER BY a, b, pair_id

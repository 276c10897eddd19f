// title: {zh: 有合作的双方有几对, en: 'Pairs with a tie'}
// doc: {zh: “只有一份来源的合作”与“久无活动的合作”的分母。尚在计划的不算，已止的算；个人不是合作方。, en: 'What gaps/ties_on_one_source is a part of. What is planned does not count, what has ended does; a person is no partner.'}
// params:
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
// returns: {total: int}
// form: count
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
RETURN count(DISTINCT a.id + '+' + b.id) AS total

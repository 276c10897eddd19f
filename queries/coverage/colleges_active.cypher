// title: {zh: 签约高校中另有院系活动的, en: Partner universities whose colleges are active}
// doc:
//   zh: 与一地（含其所辖）签约或结对的高校中，另有记名的院系与当地有任何合作的。尚在计划的签约与合作不算，已止的算。
//   en: Of the universities signed or paired with a place or with what lies in it, those that also have a named college with any tie there. Signings and ties that are planned do not count, what has ended does.
// params:
//   place: {type: EntityId, doc: 地方 a place}
// returns: {university: str, colleges: 'list[str]', evidence: 'list[str]', university_id: str}
// example: {place: 呈贡区}
MATCH (place:Entity {id: $place})<-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]-(x:Entity)
WHERE x.documented AND x.status IN ['stated', 'inferred'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
WITH DISTINCT x ORDER BY x.id
WITH collect(x.id) AS inside
MATCH (k:College)-[:PART_OF]->(u:University) WHERE k.documented AND k.status IN ['stated', 'inferred'] AND u.status IN ['stated', 'inferred']
CALL (k, u, inside) {
  MATCH (k)-[r:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]-(p:Entity) WHERE p.id IN inside AND p.id <> u.id AND NOT p:Instrument AND r.status IN ['stated', 'inferred'] AND r.modality <> 'planned'
  RETURN r.evidence AS told
  UNION ALL
  MATCH (k)-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(p:Entity)
  WHERE p.id IN inside AND NOT p.id IN [k.id, u.id] AND (r.principal OR q.principal) AND NOT p:Person AND r.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred'] AND i.status IN ['stated', 'inferred']
    AND all(part IN [r, q, i] WHERE part.modality <> 'planned')
  RETURN r.evidence + q.evidence AS told
}
CALL (u, inside) {
  MATCH (u)-[r:PARTNERS_WITH]-(p:Entity) WHERE p.id IN inside AND r.kind IN ['paired', 'signed'] AND r.status IN ['stated', 'inferred'] AND r.modality <> 'planned'
  RETURN r.evidence AS signed
  UNION ALL
  MATCH (u)-[r:PARTY_TO]->(i:Agreement)<-[q:PARTY_TO]-(p:Entity)
  WHERE p.id IN inside AND p.id <> u.id AND r.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred'] AND i.status IN ['stated', 'inferred']
    AND all(part IN [r, q, i] WHERE part.modality <> 'planned')
  RETURN r.evidence + q.evidence AS signed
}
UNWIND told + signed AS item
WITH u, k, item ORDER BY u.id, k.name, k.id, item
WITH u, collect(DISTINCT k.name) AS colleges, collect(DISTINCT item) AS items
UNWIND items AS item
WITH u, colleges, item ORDER BY u.id, item
WITH u, colleges, collect(DISTINCT item) AS evidence
RETURN u.name AS university, colleges, evidence, u.id AS university_id
ORDER BY university, university_id

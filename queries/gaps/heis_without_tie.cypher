// title: {zh: 没有合作记录的高校, en: 'Universities without a tie'}
// doc:
//   zh: 在一地（文件写明，或名录所载校址）而自身与其院系在任何文件中都没有合作记录的高校。意为“未见记录”，不等于没有。
//   en: Universities in a place, by documents or by the seat that a registry gives, with no recorded tie of theirs or of a college of theirs. It means none recorded, not none.
// params:
//   place: {type: EntityId, doc: 地方 a place}
// returns: {university: str, by_document: bool, evidence: 'list[str]', university_id: str}
// of: coverage/all_heis
// severity: warning
// subject: university_id
// wording: {zh: '{university} 在境内，未见合作记录', en: '{university} is there, with no recorded tie'}
// picture: {query: network/neighbourhood, params: {entity: university_id}}
// example: {place: 山西高校园区}
CALL () {
  // by a document, wherever within, or by the seat that a registry gives
  MATCH (o:Entity {documented: true})-[r:LOCATED_IN|RESIDENT_OF]->(x:Entity)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
  WHERE o.label = 'University' AND r.documented AND o.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
  RETURN o, r
  UNION
  MATCH (:Entity {id: $place})<-[w:PART_OF*0..2]-(x:Entity)<-[r:LOCATED_IN]-(o:University)
  WHERE o.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
  RETURN o, r
}
WITH o, r ORDER BY o.id, r.id
WITH o, max(CASE WHEN r.documented THEN 1 ELSE 0 END) AS stated, collect(r.evidence) AS said
MATCH (o)<-[of:PART_OF*0..1]-(x:Entity) WHERE x.id = o.id OR x.label = 'College' AND all(step IN of WHERE step.status IN ['stated', 'inferred'])
WITH o, stated, said, CASE WHEN EXISTS {
    MATCH (x)-[t:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]-(p:Entity) WHERE NOT p:Instrument AND t.status IN ['stated', 'inferred'] AND t.modality <> 'planned' AND p.status IN ['stated', 'inferred']
  } OR EXISTS {
    MATCH (x)-[t:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(p:Entity)
    WHERE p.id <> x.id AND (t.principal OR q.principal) AND NOT p:Person
      AND t.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred'] AND i.status IN ['stated', 'inferred'] AND p.status IN ['stated', 'inferred']
      AND all(e IN [t, q, i] WHERE e.modality <> 'planned')
  } THEN 1 ELSE 0 END AS tied
WITH o, stated, said, max(tied) AS tied
WHERE tied = 0
UNWIND said AS told
UNWIND told AS item
WITH o, stated, item ORDER BY o.id, item
WITH o, stated, collect(DISTINCT item) AS evidence
RETURN o.name AS university, stated = 1 AS by_document, evidence, o.id AS university_id
ORDER BY university, university_id

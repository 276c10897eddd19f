// title: {zh: 合作方最多的, en: Most connected}
// doc:
//   zh: 某一类单位按合作方多少排列；basis 写明算的是全部合作 any 还是只算签约与结对 formal。尚在计划的不算，已止的算；个人不是合作方。
//   en: Entities of a type by their number of partners; basis says whether all ties count or only signed and paired ones. What is planned does not count, what has ended does; a person is no partner.
// params:
//   label: {type: str, default: University, doc: 类型 the type}
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
//   basis: {type: str, default: any, choices: [any, formal], doc: 全部合作或只算签约结对 all ties or formal ones}
// returns: {entity: str, partners: int, basis: str, evidence: 'list[str]', entity_id: str}
// example: {label: University}
MATCH (e:Entity)
WHERE e.label = $label AND e.documented AND e.status IN ['stated', 'inferred'] AND NOT e:Instrument
  AND ($place IS NULL OR EXISTS {
    MATCH (e)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(step IN w WHERE step.status IN ['stated', 'inferred'])
  })
CALL (e) {
  MATCH (e)-[r:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]-(p:Entity) WHERE NOT p:Instrument AND r.status IN ['stated', 'inferred'] AND r.modality <> 'planned' AND p.status IN ['stated', 'inferred']
  RETURN p.id AS partner_id, type(r) = 'PARTNERS_WITH' AND r.kind IN ['paired', 'signed'] AS formal, r.evidence AS told
  UNION ALL
  MATCH (e)-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(p:Entity)
  WHERE p.id <> e.id AND (r.principal OR q.principal) AND NOT p:Person AND r.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred'] AND i.status IN ['stated', 'inferred'] AND p.status IN ['stated', 'inferred']
    AND all(part IN [r, q, i] WHERE part.modality <> 'planned')
  RETURN p.id AS partner_id, i.label = 'Agreement' AS formal, r.evidence + q.evidence AS told
}
WITH e, partner_id, formal, told WHERE formal OR $basis = 'any'
UNWIND told AS item
WITH e, partner_id, item ORDER BY e.id, item, partner_id
WITH e, count(DISTINCT partner_id) AS partners, collect(DISTINCT item) AS evidence
RETURN e.name AS entity, partners, $basis AS basis, evidence, e.id AS entity_id
ORDER BY partners DESC, entity, entity_id

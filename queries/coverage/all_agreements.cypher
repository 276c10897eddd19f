// title: {zh: 记录的协议与签约有几项, en: Recorded agreements and signings}
// doc: {zh: “签而未动的协议”的分母：尚在计划的、一方也没有记名的不算。, en: 'What gaps/agreements_without_activity is a part of: neither those that are only planned nor those of which no party is named.'}
// params:
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
// returns: {total: int}
// form: count
// example: {place: 呈贡区}
CALL () {
  // an Agreement, or a signed or paired tie that the text gives no instrument for
  MATCH (i:Agreement) WHERE i.status IN ['stated', 'inferred'] AND i.modality <> 'planned'
  OPTIONAL MATCH (i)<-[r:PARTY_TO]-(p:Entity) WHERE r.status IN ['stated', 'inferred'] AND p.status IN ['stated', 'inferred']
  WITH i, p ORDER BY i.id, p.name, p.id
  WITH i, collect(p.id) AS ids, collect(p.name) AS parties
  RETURN i.id AS agreement_id, i.name AS agreement, 'agreement' AS kind, ids, parties, i.evidence AS told
  UNION ALL
  MATCH (a:Entity)-[r:PARTNERS_WITH]->(b:Entity) WHERE r.kind IN ['paired', 'signed'] AND r.status IN ['stated', 'inferred'] AND r.modality <> 'planned'
  RETURN r.id AS agreement_id, null AS agreement, r.kind AS kind, [a.id, b.id] AS ids, [a.name, b.name] AS parties, r.evidence AS told
}
WITH agreement_id, agreement, kind, ids, parties, told WHERE size(ids) > 0
UNWIND ids AS party_id
OPTIONAL MATCH (x:Entity {id: party_id})-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(g:Entity {id: $place}) WHERE all(step IN w WHERE step.status IN ['stated', 'inferred'])
WITH agreement_id, agreement, kind, ids, parties, told, count(g) AS inside
WHERE $place IS NULL OR inside > 0
RETURN count(DISTINCT agreement_id) AS total

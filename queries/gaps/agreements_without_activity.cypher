// title: {zh: 签而未动的协议, en: Agreements without activity}
// doc:
//   zh: 签约、结对或协议，而各方（含其所辖、所属）没有一起参加过任何活动、项目、机制或其他合作的记录。尚在计划的签约不算，一方也没有记名的协议也不算。
//   en: Agreements, signings and pairings whose parties, with what belongs to them, share no recorded activity, project, program or other joint work. Signings that are only planned are left out, and agreements of which no party is named.
// params:
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
// returns: {agreement: str, kind: str, parties: 'list[str]', evidence: 'list[str]', agreement_id: str}
// of: coverage/all_agreements
// severity: warning
// subject: agreement_id
// wording: {zh: '{parties} 有签约或协议，未见共同的活动记录', en: '{parties} have signed, and no activity of theirs is recorded'}
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
UNWIND ids AS party_id
// what two parties, or what belongs to them, do together without a named instrument counts too
OPTIONAL MATCH (a:Entity {id: party_id})<-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]-(x:Entity)-[t:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]-(y:Entity)-[v:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(b:Entity)
WHERE b.id IN ids AND b.id <> party_id AND NOT x:Instrument AND NOT y:Instrument AND t.status IN ['stated', 'inferred'] AND t.modality <> 'planned'
  AND all(step IN w + v WHERE step.status IN ['stated', 'inferred']) AND (type(t) <> 'PARTNERS_WITH' OR t.kind = 'joint')
WITH agreement_id, agreement, kind, parties, told, party_id, count(t) AS direct
OPTIONAL MATCH (a:Entity {id: party_id})<-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]-(x:Entity)-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)
WHERE i.label <> 'Agreement' AND r.status IN ['stated', 'inferred'] AND i.status IN ['stated', 'inferred'] AND all(e IN [r, i] WHERE e.modality <> 'planned') AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
WITH agreement_id, agreement, kind, parties, told, i.id AS instrument_id, max(direct) AS direct, count(DISTINCT party_id) AS sides, count(DISTINCT x.id) AS actors
WITH agreement_id, agreement, kind, parties, told, max(CASE WHEN direct > 0 OR instrument_id IS NOT NULL AND sides > 1 AND actors > 1 THEN 1 ELSE 0 END) AS shared
WHERE shared = 0
UNWIND told AS item
WITH agreement_id, agreement, kind, parties, item ORDER BY agreement_id, item
WITH agreement_id, agreement, kind, parties, collect(DISTINCT item) AS evidence
RETURN agreement, kind, parties, evidence, agreement_id
ORDER BY kind, agreement_id

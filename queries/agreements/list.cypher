// title: {zh: 协议一览, en: Agreements}
// doc:
//   zh: 记名的协议及其各方；文中只说哪类人签的，写在 by。给出地方时看签署方在其境内的，和属于当地所运营的机制的。
//   en: Named agreements with their parties; by is the class of signers where the text names no body. With a place, those with a party within it, and those of a mechanism that is run from there.
// params:
//   place: {type: EntityId, default: null, doc: 签署方所在地 with a party within the place}
//   party: {type: EntityId, default: null, doc: 签署方 signed by}
// returns: {agreement: str, kind: str, date: str, by: str, parties: 'list[str]', status: str, modality: str, evidence: 'list[str]', party_ids: 'list[str]', agreement_id: str}
// example: {}
MATCH (i:Agreement)
WHERE i.status IN ['stated', 'inferred']
  AND ($party IS NULL OR EXISTS { MATCH (i)<-[r:PARTY_TO]-(:Entity {id: $party}) WHERE r.status IN ['stated', 'inferred'] })
  AND ($place IS NULL OR EXISTS { MATCH (i)<-[r:PARTY_TO]-(x:Entity)
    WHERE r.status IN ['stated', 'inferred'] AND EXISTS { MATCH (x)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(s IN up WHERE s.status IN ['stated', 'inferred']) } }
  OR EXISTS {
    // or a mechanism that it is part of is run from there
    MATCH (i)-[of:PART_OF*1..4]->(:Program)<-[run:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(:Entity)-[inside:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
    WHERE run.principal AND run.status IN ['stated', 'inferred'] AND all(step IN of + inside WHERE step.status IN ['stated', 'inferred'])
  })
OPTIONAL MATCH (i)<-[r:PARTY_TO]-(p:Entity) WHERE p.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
WITH i, p, i.evidence + coalesce(r.evidence, []) AS evidence
UNWIND evidence AS item
WITH i, p, item ORDER BY i.id, p.id
WITH i, collect(DISTINCT p.name) AS parties, collect(DISTINCT p.id) AS party_ids, collect(item) AS items
UNWIND items AS item
WITH i, parties, party_ids, item ORDER BY i.id, item
WITH i, parties, party_ids, collect(DISTINCT item) AS evidence
RETURN i.name AS agreement, i.kind AS kind, i.date AS date, i.by AS by, parties, i.status AS status, i.modality AS modality, evidence,
  party_ids, i.id AS agreement_id
ORDER BY agreement, agreement_id

// title: {zh: 谁任何职, en: Roles of people}
// doc:
//   zh: 以公职身份出现的人及其职务与单位；可按人、按单位或按地方看：单位在该地，或此人参加的活动在该地或由该地的单位主持。modality 为 ended 的是已卸任的。
//   en: People who act in a public role, with the role and the body; by person, body or place, where the place is that of the body, or of an event that the person takes part in, or of its organizers. An ended modality is a former role.
// params:
//   entity: {type: EntityId, default: null, doc: 人或单位 a person or a body}
//   place: {type: EntityId, default: null, doc: 单位或活动所在地 where the body or the event is}
// returns: {person: str, role: str, body: str, body_label: str, since: str, until: str, status: str, modality: str, evidence: 'list[str]', person_id: str, body_id: str, edge_id: str}
// example: {}
MATCH (p:Person)-[r:HAS_ROLE]->(b:Entity)
WHERE p.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND b.status IN ['stated', 'inferred'] AND ($entity IS NULL OR $entity IN [p.id, b.id])
  AND ($place IS NULL
    OR EXISTS { MATCH (b)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(s IN up WHERE s.status IN ['stated', 'inferred']) }
    OR EXISTS { MATCH (p)-[t:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*1..6]->(:Entity {id: $place})
      WHERE i.status IN ['stated', 'inferred'] AND t.status IN ['stated', 'inferred'] AND all(s IN up WHERE s.status IN ['stated', 'inferred']) }
    OR EXISTS { MATCH (p)-[t:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(h:Entity)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
      WHERE q.principal AND i.status IN ['stated', 'inferred'] AND t.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred'] AND all(s IN up WHERE s.status IN ['stated', 'inferred']) })
RETURN p.name AS person, r.role AS role, b.name AS body, b.label AS body_label, r.valid_from AS since, r.valid_to AS until,
  r.status AS status, r.modality AS modality, r.evidence AS evidence, p.id AS person_id, b.id AS body_id, r.id AS edge_id
ORDER BY person, person_id, edge_id

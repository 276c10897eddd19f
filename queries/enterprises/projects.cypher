// title: {zh: 企业与项目, en: Enterprises and their projects}
// doc:
//   zh: 企业参与的项目与技术；给出地方时看三种：项目位于该地，该地及其党政机关参与或主导（含其上级机制），或企业在该地。
//   en: Projects and technologies of enterprises; with a place, those located there, those that the place or its public bodies take part in or run, themselves or through the program above, and those of enterprises there.
// params:
//   place: {type: EntityId, default: null, doc: 哪个地方 the place}
//   enterprise: {type: EntityId, default: null, doc: 哪家企业 the enterprise}
// returns: {enterprise: str, project: str, role: str, field: str, status: str, modality: str, evidence: 'list[str]', enterprise_id: str, project_id: str, edge_id: str}
// example: {place: cn-140702}
MATCH (e:Enterprise)-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(p:Project)
WHERE e.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND p.status IN ['stated', 'inferred'] AND ($enterprise IS NULL OR e.id = $enterprise)
  AND ($place IS NULL
    OR EXISTS { MATCH (p)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(s IN up WHERE s.status IN ['stated', 'inferred']) }
    OR EXISTS { MATCH (e)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(s IN up WHERE s.status IN ['stated', 'inferred']) }
    OR EXISTS { MATCH (p)-[parts:PART_OF*0..4]->(:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(x:Entity)
      WHERE x.side = 'locality' AND q.principal AND q.status IN ['stated', 'inferred'] AND all(s IN parts WHERE s.status IN ['stated', 'inferred'])
        AND EXISTS { MATCH (x)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(s IN up WHERE s.status IN ['stated', 'inferred']) } })
RETURN e.name AS enterprise, p.name AS project, coalesce(r.role, toLower(type(r))) AS role, p.field AS field, r.status AS status,
  r.modality AS modality, r.evidence AS evidence, e.id AS enterprise_id, p.id AS project_id, r.id AS edge_id
ORDER BY enterprise, project, edge_id

// title: {zh: 计划中与已结束的, en: Planned and ended}
// doc:
//   zh: 尚在计划、未成事实的，和已经结束的：实体、关系与任职；给出地方时看一端在该地或由该地运营的。
//   en: What is planned and not yet so, and what has ended, entities, relations and roles alike; with a place, what has an end there or is run from there.
// params:
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
//   modality: {type: str, default: null, choices: [planned, ended], doc: 计划或已止 planned or ended}
// returns: {modality: str, what: str, name: str, label: str, relation: str, kind: str, other: str, since: str, until: str, status: str, evidence: 'list[str]', name_id: str, other_id: str, row_id: str}
// example: {}
CALL () {
  MATCH (a:Entity {documented: true}) WHERE a.modality <> 'actual' AND a.status IN ['stated', 'inferred']
  RETURN 'entity' AS what, a, null AS b, null AS relation, a.kind AS kind, coalesce(a.date, a.valid_from) AS since, coalesce(a.end_date, a.valid_to) AS until,
    a.modality AS modality, a.status AS status, a.evidence AS evidence, a.id AS row_id
  UNION ALL
  MATCH (a:Entity {documented: true})-[r]->(b:Entity)
  WHERE r.modality <> 'actual' AND a.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND b.status IN ['stated', 'inferred']
  RETURN 'relation' AS what, a, b, toLower(type(r)) AS relation, coalesce(r.kind, r.role) AS kind, r.valid_from AS since, r.valid_to AS until,
    r.modality AS modality, r.status AS status, r.evidence AS evidence, r.id AS row_id
}
WITH *
WHERE ($modality IS NULL OR modality = $modality)
  AND ($place IS NULL
    OR EXISTS { MATCH (a)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(s IN up WHERE s.status IN ['stated', 'inferred']) }
    OR EXISTS { MATCH (b)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(s IN up WHERE s.status IN ['stated', 'inferred']) }
    OR EXISTS { MATCH (a)<-[run:COOPERATES_ON|FOUNDED|LEADS|OPERATES|PARTICIPATES_IN|PARTNERS_WITH|PARTY_TO|SERVES]-(:Entity)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
      WHERE NOT type(run) IN ['PARTNERS_WITH', 'SERVES'] AND run.status IN ['stated', 'inferred'] AND all(s IN up WHERE s.status IN ['stated', 'inferred']) }
    OR EXISTS { MATCH (a)<-[gives:HAS_NEED|ISSUED|PROVIDES]-(:Entity)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
      WHERE gives.status IN ['stated', 'inferred'] AND all(s IN up WHERE s.status IN ['stated', 'inferred']) })
RETURN modality, what, a.name AS name, a.label AS label, relation, kind, b.name AS other, since, until, status, evidence,
  a.id AS name_id, b.id AS other_id, row_id
ORDER BY modality, what, name, row_id

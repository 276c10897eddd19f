// title: {zh: 机制与品牌一览, en: Programs}
// doc:
//   zh: 机制、品牌、行动及其运营或牵头者；给出地方时看位于该地的，和由该地、其境内单位、它们设立的联盟运营的（含其下的子项）。
//   en: Mechanisms, brands and campaigns with who runs them; with a place, those located there or run, themselves or as part of a larger one, by the place, a body within it or an alliance that these set up.
// params:
//   place: {type: EntityId, default: null, doc: 所在地 the place}
//   operator: {type: EntityId, default: null, doc: 运营或牵头者 run by}
//   kind: {type: str, default: null, doc: 小类 kind of program}
// returns: {program: str, kind: str, by: str, operators: 'list[str]', steps: int, status: str, modality: str, evidence: 'list[str]', operator_ids: 'list[str]', program_id: str}
// example: {place: cn-140702002010}
MATCH (i:Program)
WHERE i.status IN ['stated', 'inferred'] AND ($kind IS NULL OR i.kind = $kind)
  AND ($operator IS NULL OR EXISTS { MATCH (i)<-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(:Entity {id: $operator})
    WHERE r.principal AND r.status IN ['stated', 'inferred'] })
  AND ($place IS NULL
    OR EXISTS { MATCH (i)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(s IN up WHERE s.status IN ['stated', 'inferred']) }
    OR EXISTS { MATCH (i)-[parts:PART_OF*0..4]->(:Program)<-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(x:Entity)
      WHERE r.principal AND r.status IN ['stated', 'inferred'] AND all(s IN parts WHERE s.status IN ['stated', 'inferred'])
        AND EXISTS { MATCH (x)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(s IN up WHERE s.status IN ['stated', 'inferred']) } }
    OR EXISTS {
      // by an alliance that was set up from there
      MATCH (i)-[parts:PART_OF*0..4]->(:Program)<-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(g:Association)<-[f:FOUNDED|LEADS|OPERATES]-(:Entity)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
      WHERE r.principal AND r.status IN ['stated', 'inferred'] AND f.status IN ['stated', 'inferred'] AND all(s IN parts + up WHERE s.status IN ['stated', 'inferred']) })
OPTIONAL MATCH (i)<-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(p:Entity)
WHERE r.principal AND p.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
WITH i, p, i.evidence + coalesce(r.evidence, []) AS evidence
UNWIND evidence AS item
WITH i, p, item ORDER BY i.id, p.id
WITH i, collect(DISTINCT p.name) AS operators, collect(DISTINCT p.id) AS operator_ids, collect(item) AS items
UNWIND items AS item
WITH i, operators, operator_ids, item ORDER BY i.id, item
WITH i, operators, operator_ids, collect(DISTINCT item) AS evidence
RETURN i.name AS program, i.kind AS kind, i.by AS by, operators, size(coalesce(i.rules_action, [])) AS steps, i.status AS status,
  i.modality AS modality, evidence, operator_ids, i.id AS program_id
ORDER BY program, program_id

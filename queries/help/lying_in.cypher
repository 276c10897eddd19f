// title: {zh: 哪些在境内, en: Which lie within}
// doc: {zh: 给出的几个之中，在一地之内的。, en: 'Those of several that lie within a place.'}
// params:
//   ids: {type: 'list[str]', doc: 哪几个的 id ids}
//   place: {type: EntityId, doc: 在哪里 within which place}
// returns: {name: str, label: str, entity_id: str}
// example: {ids: [cn-140702002010, cn-530114], place: cn-140702}
UNWIND $ids AS id
MATCH (e:Entity {id: id})
WHERE e.status IN ['stated', 'inferred'] AND EXISTS {
  MATCH (e)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(step IN w WHERE step.status IN ['stated', 'inferred'])
}
RETURN DISTINCT e.name AS name, e.label AS label, e.id AS entity_id
ORDER BY entity_id

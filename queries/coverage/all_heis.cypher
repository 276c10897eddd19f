// title: {zh: 一地有几所高校, en: 'Universities in a place'}
// doc: {zh: “没有合作记录的高校”的分母，含文件写明的与名录所载的。, en: What gaps/heis_without_tie is a part of; by documents and by registries.}
// params:
//   place: {type: EntityId, doc: 地方 a place}
// returns: {total: int}
// form: count
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
RETURN count(DISTINCT o.id) AS total

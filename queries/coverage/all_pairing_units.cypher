// title: {zh: 写到的街道与社区有几个, en: Documented subdistricts and communities}
// doc: {zh: “一街一校、一社一院”的分母。, en: What gaps/pairing_rule is a part of.}
// params:
//   place: {type: EntityId, doc: 地方 a place}
// returns: {total: int}
// form: count
// example: {place: 呈贡区}
MATCH (place:Entity {id: $place})<-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]-(s:Entity)
WHERE s.label IN ['Community', 'Subdistrict'] AND s.documented AND s.status IN ['stated', 'inferred'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
RETURN count(DISTINCT s.id) AS total

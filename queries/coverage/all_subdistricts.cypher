// title: {zh: 写到的街道乡镇有几个, en: 'Documented subdistricts'}
// doc: {zh: “没有合作方的街道乡镇”的分母。, en: What gaps/subdistricts_without_partner is a part of.}
// params:
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
// returns: {total: int}
// form: count
// example: {place: 雁山区}
MATCH (s:Entity {documented: true})
WHERE s.label = 'Subdistrict' AND s.status IN ['stated', 'inferred']
  AND ($place IS NULL OR EXISTS {
    MATCH (s)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(step IN w WHERE step.status IN ['stated', 'inferred'])
  })
RETURN count(DISTINCT s.id) AS total

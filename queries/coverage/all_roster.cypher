// title: {zh: 名单上有几家, en: Size of a roster}
// doc: {zh: “名单之外再无联系的单位”的分母。, en: What gaps/roster_without_tie is a part of.}
// params:
//   place: {type: EntityId, doc: 地方或园区 a place or zone}
//   label: {type: str, default: null, doc: 类型，默认高校、学校、科研院所与医院 the type; campus bodies and hospitals by default}
//   registered: {type: bool, default: false, doc: 也算仅见于名录的 those that only a registry lists there too}
// returns: {total: int}
// form: count
// example: {place: 山西高校园区}
MATCH (place:Entity {id: $place})<-[r:LOCATED_IN|PART_OF|RESIDENT_OF]-(o:Entity)
WHERE r.status IN ['stated', 'inferred'] AND o.status IN ['stated', 'inferred'] AND (r.documented OR $registered)
  AND (o.label = $label OR ($label IS NULL AND o.label IN ['Hospital', 'ResearchInstitute', 'School', 'University']))
RETURN count(DISTINCT o.id) AS total

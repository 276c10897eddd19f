// title: {zh: 驻地名单, en: Roster of a place or zone}
// doc:
//   zh: 直接位于、隶属或入驻一个地方、园区或平台的单位，within 连同其所辖各处的（如一市连同其园区）；名单不等于合作。
//   en: Organisations that are directly located in, part of or resident of a place, zone or platform, with within those of all that lies in it too; a roster is no tie.
// params:
//   place: {type: EntityId, doc: 地方、园区或平台 a place or zone or platform}
//   label: {type: str, default: null, doc: 单位的类型 type of the resident}
//   within: {type: bool, default: false, doc: 连同其所辖各处的 those of all that lies within it too}
// returns: {name: str, label: str, level: str, how: 'list[str]', status: str, by_document: bool, evidence: 'list[str]', entity_id: str}
// example: {place: 山西高校园区}
MATCH (place:Entity {id: $place})
CALL (place) {
  RETURN place AS g
  UNION
  WITH place WHERE $within
  MATCH (place)<-[up:LOCATED_IN|PART_OF|RESIDENT_OF*1..6]-(g:Entity)
  WHERE g.status IN ['stated', 'inferred'] AND all(step IN up WHERE step.status IN ['stated', 'inferred'])
  RETURN DISTINCT g
}
MATCH (g)<-[r:LOCATED_IN|PART_OF|RESIDENT_OF]-(n:Entity)
WHERE (n:Organization OR type(r) = 'RESIDENT_OF') AND n.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
  AND ($label IS NULL OR n.label = $label)
UNWIND r.evidence AS item
WITH n, type(r) AS how, r, item ORDER BY n.id, how
WITH n, collect(DISTINCT how) AS how, max(r.status) AS status, max(CASE WHEN r.documented THEN 1 ELSE 0 END) AS documented, collect(item) AS items
UNWIND items AS item
WITH n, how, status, documented, item ORDER BY n.id, item
WITH n, how, status, documented, collect(DISTINCT item) AS evidence
RETURN n.name AS name, n.label AS label, n.level AS level, how, status, documented = 1 AS by_document, evidence, n.id AS entity_id
ORDER BY label, name, entity_id

// title: {zh: 境内有什么, en: What lies within}
// doc:
//   zh: 一地之内的下级地方、机构、平台、活动等，不限层数；by_document 为假表示只有名录说它在此地。
//   en: Places, bodies, platforms, events and all else within a place, at any depth; by_document false means that only a registry puts it there.
// params:
//   place: {type: EntityId, doc: 地方或园区 a place or zone}
//   label: {type: str, default: null, doc: 类型 type of what lies within}
//   kind: {type: str, default: null, doc: 该类型的小类 its kind}
//   documented_only: {type: bool, default: true, doc: 只看文件写到的 only what documents name}
// returns: {name: str, label: str, kind: str, status: str, modality: str, by_document: bool, evidence: 'list[str]', entity_id: str}
// example: {place: cn-140702}
MATCH (:Entity {id: $place})<-[up:LOCATED_IN|PART_OF|RESIDENT_OF*1..6]-(n:Entity)
WHERE n.id <> $place AND n.status IN ['stated', 'inferred'] AND all(s IN up WHERE s.status IN ['stated', 'inferred'])
  AND (n.documented OR NOT $documented_only)
  AND ($label IS NULL OR n.label = $label) AND ($kind IS NULL OR n.kind = $kind)
WITH n, CASE WHEN all(s IN up WHERE s.status = 'stated') THEN 1 ELSE 0 END AS stated,
  CASE WHEN all(s IN up WHERE s.documented) THEN 1 ELSE 0 END AS documented, reduce(found = [], s IN up | found + s.evidence) AS evidence
UNWIND evidence AS item
WITH n, stated, documented, item ORDER BY n.id, item
WITH n, max(stated) AS stated, max(documented) AS documented, collect(DISTINCT item) AS evidence
RETURN n.name AS name, n.label AS label, n.kind AS kind, CASE WHEN stated = 1 THEN n.status ELSE 'inferred' END AS status,
  n.modality AS modality, documented = 1 AS by_document, evidence, n.id AS entity_id
ORDER BY label, name, entity_id

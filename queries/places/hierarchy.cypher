// title: {zh: 归哪里管, en: Where a place belongs}
// doc:
//   zh: 一个社区、街道、机构或平台归哪个街道、县区、地市、省；一行，没有的为空。同级有几处时，文件写明的先于名录，近的先于远的。
//   en: The subdistrict, district, city and province that contain it, in one row, null where absent. Of several at a level, what documents say goes before registries, the nearer before the farther.
// params:
//   place: {type: EntityId, doc: 地方或其中的单位 a place or any body in one}
// returns: {place: str, subdistrict: str, district: str, city: str, province: str, evidence: 'list[str]', place_id: str}
// example: {place: cn-140702002010}
MATCH (p:Entity {id: $place})
OPTIONAL MATCH (p)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*1..6]->(whole:Place)
WHERE whole.label IN ['Subdistrict', 'District', 'City', 'Province'] AND whole.status IN ['stated', 'inferred']
  AND all(s IN up WHERE s.status IN ['stated', 'inferred'])
WITH p, whole, size(up) AS steps, CASE WHEN all(s IN up WHERE s.documented) THEN 0 ELSE 1 END AS listed,
  reduce(found = [], s IN up | found + s.evidence) AS evidence
ORDER BY listed, steps, whole.id
WITH p, whole.label AS label, head(collect(whole.name)) AS name, head(collect(evidence)) AS evidence
UNWIND CASE WHEN label IS NULL THEN [null] ELSE evidence END AS item
WITH p, label, name, item ORDER BY item
WITH p, max(CASE WHEN label = 'Subdistrict' THEN name END) AS subdistrict, max(CASE WHEN label = 'District' THEN name END) AS district,
  max(CASE WHEN label = 'City' THEN name END) AS city, max(CASE WHEN label = 'Province' THEN name END) AS province,
  collect(DISTINCT item) AS evidence
RETURN p.name AS place, subdistrict, district, city, province, evidence, p.id AS place_id
ORDER BY place_id

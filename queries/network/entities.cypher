// title: {zh: 图上的实体, en: Entities of a picture}
// doc:
//   zh: 给出的每个实体：有几个关系、在哪些县区与地市、归哪所高校、何时、来源是否不一致。
//   en: Each of the entities that are given, with its number of relations, the districts and cities that contain it, its university, when it was, and whether sources differ on it.
// params:
//   entities: {type: 'list[str]', doc: 实体的 id their ids}
// returns: {name: str, label: str, status: str, modality: str, relations: int, place_ids: 'list[str]', places: 'list[str]', university_id: str, university: str, valid_from: str, valid_to: str, first_day: str, last_day: str, disputed: bool, evidence: 'list[str]', entity_id: str}
// example: {entities: [cn-140702002010]}
UNWIND $entities AS id
MATCH (n:Entity {id: id})
WHERE n.status IN ['stated', 'inferred']
OPTIONAL MATCH (n)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(whole:Place)
WHERE whole.label IN ['City', 'District', 'Province'] AND whole.status IN ['stated', 'inferred'] AND all(s IN up WHERE s.status IN ['stated', 'inferred'])
WITH DISTINCT n, whole
ORDER BY whole.id
WITH n, collect(whole.id) AS place_ids, collect(whole.name) AS places
OPTIONAL MATCH (n)-[p:PART_OF]->(u:University)
WHERE n.label = 'College' AND p.status IN ['stated', 'inferred'] AND u.status IN ['stated', 'inferred']
WITH n, place_ids, places, u
ORDER BY u.id
WITH n, place_ids, places, head(collect(u.id)) AS university_id, head(collect(u.name)) AS university
RETURN n.name AS name, n.label AS label, n.status AS status, n.modality AS modality,
  COUNT { MATCH (n)-[r]-(:Entity) WHERE r.status IN ['stated', 'inferred'] } AS relations,
  place_ids, places, university_id, university, coalesce(n.valid_from, n.date) AS valid_from, coalesce(n.valid_to, n.end_date) AS valid_to,
  coalesce(n.valid_from_first, n.date_first) AS first_day,
  coalesce(n.valid_to_last, n.end_date_last, CASE WHEN n.label = 'Activity' THEN n.date_last END) AS last_day,
  size(coalesce(n.conflicts, [])) > 0 AS disputed, n.evidence AS evidence, n.id AS entity_id
ORDER BY entity_id

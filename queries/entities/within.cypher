// title: {zh: 一地的实体, en: Entities in a place}
// doc:
//   zh: 一地之内的全部实体，含该地自身，按 id 或名称排列。续页时给出上一页末行的 name 与 entity_id。
//   en: All entities within a place, itself included, in the order of ids or names. For the next page give name and entity_id of the last row.
// params:
//   place: {type: EntityId, doc: 地方 the place}
//   label: {type: str, default: null, doc: 类型 type of the entity}
//   documented: {type: bool, default: null, doc: 只看文件写到的，或只看仅见于名录的 named in documents or in registries alone}
//   sort: {type: str, default: id, choices: [id, name], doc: 按什么排列 what they are sorted by}
//   after_name: {type: str, default: '', doc: 上一页末行的 name that of the last row before}
//   after_id: {type: str, default: '', doc: 上一页末行的 entity_id that of the last row before}
//   limit: {type: int, default: 200, doc: 最多几个 how many at most}
// returns: {name: str, label: str, kind: str, official_name: str, aliases: 'list[str]', status: str, modality: str, documented: bool, evidence: 'list[str]', entity_id: str}
// example: {place: 雁山区, sort: name}
MATCH (n:Entity)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
WHERE all(step IN w WHERE step.status IN ['stated', 'inferred'])
WITH DISTINCT n
WITH n, CASE WHEN $sort = 'name' THEN n.name ELSE '' END AS first, CASE WHEN $sort = 'name' THEN $after_name ELSE '' END AS after
WHERE (first > after OR first = after AND n.id > $after_id)
  AND n.status IN ['stated', 'inferred'] AND ($label IS NULL OR n.label = $label)
  AND ($documented IS NULL OR n.documented = $documented)
RETURN n.name AS name, n.label AS label, n.kind AS kind, n.official_name AS official_name, coalesce(n.aliases, []) AS aliases, n.status AS status,
  n.modality AS modality, n.documented AS documented, n.evidence AS evidence, n.id AS entity_id
ORDER BY first, entity_id
LIMIT $limit

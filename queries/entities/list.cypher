// title: {zh: 实体一览, en: Entities}
// doc:
//   zh: 全部实体，按 id 排列；可只看一种类型，或只看文件写到的。续页时给出上一页末行的 entity_id。
//   en: All entities in the order of their ids, of one type or only those that documents name. For the next page give entity_id of the last row.
// params:
//   label: {type: str, default: null, doc: 类型 type of the entity}
//   documented: {type: bool, default: null, doc: 只看文件写到的，或只看仅见于名录的 named in documents or in registries alone}
//   after_id: {type: str, default: '', doc: 上一页末行的 entity_id that of the last row before}
//   limit: {type: int, default: 200, doc: 最多几个 how many at most}
// returns: {name: str, label: str, kind: str, official_name: str, aliases: 'list[str]', status: str, modality: str, documented: bool, evidence: 'list[str]', entity_id: str}
// example: {label: Community}
MATCH (n:Entity)
WHERE n.id > $after_id AND n.status IN ['stated', 'inferred'] AND ($label IS NULL OR n.label = $label)
  AND ($documented IS NULL OR n.documented = $documented)
RETURN n.name AS name, n.label AS label, n.kind AS kind, n.official_name AS official_name, coalesce(n.aliases, []) AS aliases, n.status AS status,
  n.modality AS modality, n.documented AS documented, n.evidence AS evidence, n.id AS entity_id
ORDER BY entity_id
LIMIT $limit

// title: {zh: 名称含某字样的, en: Entities by name}
// doc:
//   zh: 名称、全称或别名含有给定字样的实体；文件写到的在前。
//   en: Entities whose name, official name or alias contains the text; those that documents name come first.
// params:
//   text: {type: str, doc: 字样 the text}
//   label: {type: str, default: null, doc: 类型 type of the entity}
//   limit: {type: int, default: 100, doc: 最多几个 how many at most}
// returns: {name: str, label: str, official_name: str, aliases: 'list[str]', status: str, documented: bool, evidence: 'list[str]', entity_id: str}
// example: {text: 社区}
MATCH (n:Entity)
WHERE n.status IN ['stated', 'inferred'] AND ($label IS NULL OR n.label = $label)
  AND (n.name CONTAINS $text OR coalesce(n.official_name, '') CONTAINS $text OR any(a IN coalesce(n.aliases, []) WHERE a CONTAINS $text))
RETURN n.name AS name, n.label AS label, n.official_name AS official_name, coalesce(n.aliases, []) AS aliases, n.status AS status,
  n.documented AS documented, n.evidence AS evidence, n.id AS entity_id
ORDER BY documented DESC, name, entity_id
LIMIT $limit

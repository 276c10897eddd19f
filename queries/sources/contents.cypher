// title: {zh: 来源写了什么, en: What a source states}
// doc:
//   zh: 一份文件或表格写明的每个实体、关系、数字，按出处先后；paragraph 是首个出处的段落，不是段落的为空，排在最后。名录的条目不在内。续页时给出上一页末行的 place、locator 与 statement_id。
//   en: Each entity, relation and figure that a document or table states, in the order of its evidence; paragraph is that of the first piece, null where that is no paragraph, and those come last. Entries of registries are left out. For the next page give place, locator and statement_id of the last row.
// params:
//   source: {type: SourceId, doc: 来源 the source}
//   after_place: {type: int, default: -1, doc: 上一页末行的 place that of the last row before}
//   after_locator: {type: str, default: '', doc: 上一页末行的 locator that of the last row before}
//   after_id: {type: str, default: '', doc: 上一页末行的 statement_id that of the last row before}
//   limit: {type: int, default: 200, doc: 最多几个 how many at most}
// returns: {place: int, locator: str, what: str, type: str, name: str, kind: str, other: str, status: str, modality: str, disputed: 'list[str]', evidence: 'list[str]', name_id: str, other_id: str, statement_id: str}
// example: {source: 000-yuci, limit: 20}
CALL () {
  MATCH (n:Entity {documented: true}) WHERE $source IN n.sources
  RETURN 'entity' AS what, n.label AS type, n.kind AS kind, null AS other, n.status AS status, n.modality AS modality,
    n.disputed AS disputed, n.evidence AS told, n, null AS other_id, n.id AS statement_id
  UNION ALL
  MATCH (n:Entity {documented: true})-[r]->(b:Entity) WHERE $source IN r.sources AND b.status IN ['stated', 'inferred']
  RETURN 'relation' AS what, type(r) AS type, coalesce(r.kind, r.role) AS kind, b.name AS other, r.status AS status, r.modality AS modality,
    r.disputed AS disputed, r.evidence AS told, n, b.id AS other_id, r.id AS statement_id
  UNION ALL
  MATCH (c:Claim)-[:ABOUT]->(n:Entity) WHERE $source IN c.sources
  RETURN 'claim' AS what, c.topic AS type, c.scope AS kind, c.printed AS other, c.status AS status, c.modality AS modality,
    c.disputed AS disputed, c.evidence AS told, n, null AS other_id, c.id AS statement_id
}
WITH what, type, kind, other, status, modality, disputed, n, other_id, statement_id, [item IN told WHERE split(item, '#')[0] = $source] AS evidence
WHERE size(evidence) > 0 AND status IN ['stated', 'inferred'] AND n.status IN ['stated', 'inferred']
WITH what, type, kind, other, status, modality, disputed, n, other_id, statement_id, evidence, split(evidence[0], '#')[1] AS locator
WITH what, type, kind, other, status, modality, disputed, n, other_id, statement_id, evidence, locator, coalesce(toInteger(split(locator, '-')[0]), 1000000000) AS place
WHERE place > $after_place OR place = $after_place AND (locator > $after_locator OR locator = $after_locator AND statement_id > $after_id)
RETURN place, locator, what, type, n.name AS name, kind, other, status, modality, coalesce(disputed, []) AS disputed, evidence,
  n.id AS name_id, other_id, statement_id
ORDER BY place, locator, statement_id
LIMIT $limit

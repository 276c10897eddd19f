// title: {zh: 一处写了什么, en: What a place of a source states}
// doc:
//   zh: 来源的某一处（段落、行、代码）写明的每个实体、关系、数字；给出段落的起止时，含写作区间的出处。
//   en: Each entity, relation and figure that one place of a source states, be it a paragraph, a row or a code. With the first and last paragraph, evidence that spans several is included.
// params:
//   source: {type: SourceId, doc: 来源 the source}
//   evidence: {type: str, doc: 出处，来源#位置 evidence as source#locator}
//   first: {type: int, default: null, doc: 起段 first paragraph}
//   last: {type: int, default: null, doc: 止段 last paragraph}
// returns: {what: str, type: str, name: str, kind: str, other: str, status: str, evidence: 'list[str]', name_id: str, other_id: str, statement_id: str}
// example: {source: 000-yuci, evidence: '000-yuci#3', first: 3, last: 3}
CALL () {
  MATCH (n:Entity) WHERE $source IN n.sources AND n.status IN ['stated', 'inferred']
  RETURN 'entity' AS what, n.label AS type, n.name AS name, n.kind AS kind, null AS other, n.status AS status, n.evidence AS evidence,
    n.id AS name_id, null AS other_id, n.id AS statement_id
  UNION ALL
  MATCH (a:Entity)-[r]->(b:Entity) WHERE $source IN r.sources AND r.status IN ['stated', 'inferred'] AND a.status IN ['stated', 'inferred'] AND b.status IN ['stated', 'inferred']
  RETURN 'relation' AS what, type(r) AS type, a.name AS name, coalesce(r.kind, r.role) AS kind, b.name AS other, r.status AS status, r.evidence AS evidence,
    a.id AS name_id, b.id AS other_id, r.id AS statement_id
  UNION ALL
  MATCH (c:Claim)-[:ABOUT]->(e:Entity) WHERE $source IN c.sources AND c.status IN ['stated', 'inferred'] AND e.status IN ['stated', 'inferred']
  RETURN 'claim' AS what, c.topic AS type, e.name AS name, c.scope AS kind, c.printed AS other, c.status AS status, c.evidence AS evidence,
    e.id AS name_id, null AS other_id, c.id AS statement_id
}
WITH what, type, name, kind, other, status, name_id, other_id, statement_id,
  [item IN evidence WHERE item = $evidence OR $first IS NOT NULL AND split(item, '#')[0] = $source
    AND toInteger(split(split(item, '#')[1], '-')[0]) <= $last AND toInteger(last(split(split(item, '#')[1], '-'))) >= $first] AS evidence
WHERE size(evidence) > 0
RETURN what, type, name, kind, other, status, evidence, name_id, other_id, statement_id
ORDER BY what, type, statement_id

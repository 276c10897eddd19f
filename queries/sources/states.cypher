// title: {zh: 一处写了什么, en: What a place of a source states}
// doc:
//   zh: 来源的某一处（段落、行、代码）写明的每个实体、关系、数字；给出段落的起止时，含写作区间的出处。proposals 连同待审的提议，附把握与理由。
//   en: Each entity, relation and figure that one place of a source states, be it a paragraph, a row or a code. With the first and last paragraph, evidence that spans several is included. With proposals, what waits for a person too, with confidence and reasons.
// params:
//   source: {type: SourceId, doc: 来源 the source}
//   evidence: {type: str, doc: 出处，来源#位置 evidence as source#locator}
//   first: {type: int, default: null, doc: 起段 first paragraph}
//   last: {type: int, default: null, doc: 止段 last paragraph}
//   proposals: {type: bool, default: false, doc: 连同待审的 with proposals}
// returns: {what: str, type: str, name: str, kind: str, other: str, status: str, modality: str, confidence: float, reasons_zh: 'list[str]', reasons_en: 'list[str]', disputed: 'list[str]', evidence: 'list[str]', name_id: str, other_id: str, statement_id: str}
// example: {source: 000-yuci, evidence: '000-yuci#3', first: 3, last: 3}
CALL () {
  MATCH (n:Entity {documented: true}) WHERE $source IN n.sources
  RETURN 'entity' AS what, n.label AS type, n.kind AS kind, null AS other, n.status AS status, n.modality AS modality, n.confidence AS confidence,
    n.reasons_zh AS reasons_zh, n.reasons_en AS reasons_en, n.disputed AS disputed, n.evidence AS told, n, null AS other_id, n.id AS statement_id
  UNION
  MATCH (n:Entity {documented: true})-[r]->(b:Entity) WHERE $source IN r.sources AND (b.status IN ['stated', 'inferred'] OR $proposals AND b.status = 'proposed')
  RETURN 'relation' AS what, type(r) AS type, coalesce(r.kind, r.role) AS kind, b.name AS other, r.status AS status, r.modality AS modality, r.confidence AS confidence,
    r.reasons_zh AS reasons_zh, r.reasons_en AS reasons_en, r.disputed AS disputed, r.evidence AS told, n, b.id AS other_id, r.id AS statement_id
  UNION
  MATCH (c:Claim)-[:ABOUT]->(n:Entity) WHERE $source IN c.sources
  RETURN 'claim' AS what, c.topic AS type, c.scope AS kind, c.printed AS other, c.status AS status, c.modality AS modality, c.confidence AS confidence,
    c.reasons_zh AS reasons_zh, c.reasons_en AS reasons_en, c.disputed AS disputed, c.evidence AS told, n, null AS other_id, c.id AS statement_id
  UNION
  // what has the code or the name that a registry's evidence ends in
  UNWIND ['cn-' + split($evidence, '#')[1], 'moe-' + split($evidence, '#')[1]] AS coded MATCH (n:Entity {id: coded}) WHERE NOT coalesce(n.documented, false) AND $source IN n.sources
  RETURN 'entity' AS what, n.label AS type, n.kind AS kind, null AS other, n.status AS status, n.modality AS modality, n.confidence AS confidence,
    n.reasons_zh AS reasons_zh, n.reasons_en AS reasons_en, n.disputed AS disputed, n.evidence AS told, n, null AS other_id, n.id AS statement_id
  UNION
  UNWIND ['cn-' + split($evidence, '#')[1], 'moe-' + split($evidence, '#')[1]] AS coded MATCH (n:Entity {id: coded})-[r]->(b:Entity) WHERE NOT coalesce(n.documented, false) AND $source IN r.sources AND (b.status IN ['stated', 'inferred'] OR $proposals AND b.status = 'proposed')
  RETURN 'relation' AS what, type(r) AS type, coalesce(r.kind, r.role) AS kind, b.name AS other, r.status AS status, r.modality AS modality, r.confidence AS confidence,
    r.reasons_zh AS reasons_zh, r.reasons_en AS reasons_en, r.disputed AS disputed, r.evidence AS told, n, b.id AS other_id, r.id AS statement_id
  UNION
  MATCH (n:Entity {name: split($evidence, '#')[1]}) WHERE NOT coalesce(n.documented, false) AND $source IN n.sources
  RETURN 'entity' AS what, n.label AS type, n.kind AS kind, null AS other, n.status AS status, n.modality AS modality, n.confidence AS confidence,
    n.reasons_zh AS reasons_zh, n.reasons_en AS reasons_en, n.disputed AS disputed, n.evidence AS told, n, null AS other_id, n.id AS statement_id
  UNION
  MATCH (n:Entity {name: split($evidence, '#')[1]})-[r]->(b:Entity) WHERE NOT coalesce(n.documented, false) AND $source IN r.sources AND (b.status IN ['stated', 'inferred'] OR $proposals AND b.status = 'proposed')
  RETURN 'relation' AS what, type(r) AS type, coalesce(r.kind, r.role) AS kind, b.name AS other, r.status AS status, r.modality AS modality, r.confidence AS confidence,
    r.reasons_zh AS reasons_zh, r.reasons_en AS reasons_en, r.disputed AS disputed, r.evidence AS told, n, b.id AS other_id, r.id AS statement_id
}
WITH what, type, kind, other, status, modality, confidence, reasons_zh, reasons_en, disputed, n, other_id, statement_id,
  [item IN told WHERE item = $evidence OR $first IS NOT NULL AND split(item, '#')[0] = $source
    AND toInteger(split(split(item, '#')[1], '-')[0]) <= $last AND toInteger(last(split(split(item, '#')[1], '-'))) >= $first] AS evidence
WHERE size(evidence) > 0 AND (status IN ['stated', 'inferred'] OR $proposals AND status = 'proposed')
  AND (n.status IN ['stated', 'inferred'] OR $proposals AND n.status = 'proposed')
RETURN what, type, n.name AS name, kind, other, status, modality, confidence, coalesce(reasons_zh, []) AS reasons_zh, coalesce(reasons_en, []) AS reasons_en,
  coalesce(disputed, []) AS disputed, evidence, n.id AS name_id, other_id, statement_id
ORDER BY what, type, statement_id

// title: {zh: 有异议的, en: What is disputed}
// doc:
//   zh: 图中被人提出异议的实体、关系、数字：谁、据何文件、为什么；一次异议一行。
//   en: The entities, relations and figures of the graph that people dispute, with who, on which document, and why; one row a dispute.
// params:
//   entity: {type: EntityId, default: null, doc: 只看关于谁的 those about this entity}
// returns: {what: str, type: str, a: str, kind: str, b: str, who: str, decided_at: str, why: str, source: str, disputed_at: 'list[str]', evidence: 'list[str]', a_id: str, b_id: str, statement_id: str, decision_id: str}
// example: {}
CALL () {
  MATCH (n:Entity) WHERE n.disputed IS NOT NULL AND n.status IN ['stated', 'inferred']
  RETURN n.disputed AS disputed, 'entity' AS what, n.label AS type, n.name AS a, n.kind AS kind, null AS b, n.evidence AS evidence,
    n.id AS a_id, null AS b_id, n.id AS statement_id
  UNION ALL
  MATCH (x:Entity)-[r]->(y:Entity) WHERE r.disputed IS NOT NULL AND r.status IN ['stated', 'inferred']
  RETURN r.disputed AS disputed, 'relation' AS what, type(r) AS type, x.name AS a, coalesce(r.kind, r.role) AS kind, y.name AS b, r.evidence AS evidence,
    x.id AS a_id, y.id AS b_id, r.id AS statement_id
  UNION ALL
  MATCH (c:Claim)-[r:ABOUT]->(e:Entity) WHERE (c.disputed IS NOT NULL OR r.disputed IS NOT NULL) AND c.status IN ['stated', 'inferred']
  RETURN coalesce(c.disputed, []) + coalesce(r.disputed, []) AS disputed, 'claim' AS what, 'Claim' AS type, e.name AS a, c.topic AS kind, c.printed AS b, c.evidence AS evidence,
    e.id AS a_id, null AS b_id, c.id AS statement_id
}
WITH disputed, what, type, a, kind, b, evidence, a_id, b_id, statement_id WHERE $entity IS NULL OR $entity IN [a_id, b_id]
UNWIND disputed AS decision
MATCH (d:Record {id: decision})
OPTIONAL MATCH (s:Record {id: split(d.evidence[0], '#')[0]})
RETURN what, type, a, kind, b, d.who AS who, d.decided_at AS decided_at, d.why AS why, s.name AS source, d.evidence AS disputed_at, evidence,
  a_id, b_id, statement_id, d.id AS decision_id
ORDER BY decided_at DESC, statement_id, decision_id

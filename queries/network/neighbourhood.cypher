// title: {zh: 周边关系图, en: Neighbourhood}
// doc:
//   zh: 一个实体周围几步之内的实体及其间全部关系；超出上限时先留近的、文件写到的。
//   en: The entities within some steps of one, with all relations among them; above the limit the nearer and those that documents name stay.
// params:
//   entity: {type: EntityId, doc: 中心 the centre}
//   depth: {type: int, default: 1, choices: [1, 2, 3], doc: 几步之内 within how many steps}
//   limit: {type: int, default: 200, doc: 最多几个节点 how many nodes at most}
// returns: {a_id: str, a: str, a_label: str, a_status: str, edge_id: str, type: str, kind: str, status: str, modality: str, evidence: 'list[str]', b_id: str, b: str, b_label: str, b_status: str}
// form: graph
// example: {entity: cn-140702002010, depth: 2}
MATCH (c:Entity {id: $entity})
CALL (c) {
  RETURN c AS n, 0 AS hop
  UNION ALL
  MATCH (c)-[r]-(n:Entity)
  WHERE n.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
  RETURN DISTINCT n, 1 AS hop
  UNION ALL
  MATCH (c)-[r]-(m:Entity)
  WHERE $depth >= 2 AND m.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
  WITH DISTINCT m
  MATCH (m)-[r]-(n:Entity)
  WHERE n.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
  RETURN DISTINCT n, 2 AS hop
  UNION ALL
  MATCH (c)-[r]-(m:Entity)
  WHERE $depth >= 3 AND m.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
  WITH DISTINCT m
  MATCH (m)-[r]-(k:Entity)
  WHERE k.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
  WITH DISTINCT k
  MATCH (k)-[r]-(n:Entity)
  WHERE n.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
  RETURN DISTINCT n, 3 AS hop
}
WITH n, min(hop) AS hop, CASE WHEN n.documented THEN 0 ELSE 1 END AS listed
ORDER BY hop, listed, n.id LIMIT $limit
// every edge between two of them, told by its having both ends among them, and a row for each of them that has none
OPTIONAL MATCH (n)-[r]-(:Entity)
WHERE r.status IN ['stated', 'inferred']
WITH n, r ORDER BY r.id, n.id
WITH r, collect(n) AS held
UNWIND held AS n
WITH n, r, size(held) AS inside ORDER BY n.id, r.id
WITH n AS a, collect(CASE WHEN inside = 2 THEN r END) AS inner
UNWIND CASE WHEN size(inner) = 0 THEN [null] ELSE inner END AS r
WITH a, r, endNode(r) AS b
WHERE r IS NULL OR startNode(r).id = a.id
RETURN a.id AS a_id, a.name AS a, a.label AS a_label, a.status AS a_status, r.id AS edge_id, type(r) AS type,
  coalesce(r.kind, r.role) AS kind, r.status AS status, r.modality AS modality, r.evidence AS evidence,
  b.id AS b_id, b.name AS b, b.label AS b_label, b.status AS b_status
ORDER BY a_id, b_id, edge_id

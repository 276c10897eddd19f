// title: {zh: 全图, en: Whole network}
// doc:
//   zh: 全部实体及其间关系；超出上限时先留关系多的。默认只看文件写到的。
//   en: All entities with the relations among them; above the limit those with most relations stay. By default what documents name.
// params:
//   documented_only: {type: bool, default: true, doc: 只看文件写到的 only what documents name}
//   limit: {type: int, default: 2000, doc: 最多几个节点 how many nodes at most}
// returns: {a_id: str, a: str, a_label: str, a_status: str, edge_id: str, type: str, kind: str, status: str, modality: str, evidence: 'list[str]', b_id: str, b: str, b_label: str, b_status: str}
// form: graph
// example: {limit: 100}
MATCH (n:Entity)
WHERE n.status IN ['stated', 'inferred'] AND (n.documented OR NOT $documented_only)
WITH n, COUNT { MATCH (n)-[r]-(:Entity) WHERE r.status IN ['stated', 'inferred'] } AS edges
ORDER BY edges DESC, n.id LIMIT $limit
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

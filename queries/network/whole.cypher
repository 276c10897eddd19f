// title: {zh: 全图, en: Whole network}
// doc:
//   zh: 全部实体及其间关系；超出上限时先留关系多的。默认只看文件点名的。
//   en: All entities with the relations among them; above the limit those with most relations stay. By default what documents name.
// params:
//   documented_only: {type: bool, default: true, doc: 只看文件点名的 only what documents name}
//   limit: {type: int, default: 2000, doc: 最多几个节点 how many nodes at most}
// returns: {a_id: str, a: str, a_label: str, a_status: str, edge_id: str, type: str, kind: str, status: str, modality: str, evidence: 'list[str]', b_id: str, b: str, b_label: str, b_status: str}
// form: graph
// example: {limit: 100}
MATCH (n:Entity)
WHERE n.status IN ['stated', 'inferred'] AND (n.documented OR NOT $documented_only)
WITH n, COUNT { MATCH (n)-[r]-(:Entity) WHERE r.status IN ['stated', 'inferred'] } AS edges
ORDER BY edges DESC, n.id LIMIT $limit
// every edge between two of them, and a row for each of them that has none
WITH n ORDER BY n.id
WITH collect(n.id) AS ids
UNWIND ids AS id
MATCH (a:Entity {id: id})
OPTIONAL MATCH (a)-[r]->(b:Entity)
WHERE b.id IN ids AND r.status IN ['stated', 'inferred']
WITH ids, a, r, b
WHERE r IS NOT NULL OR NOT EXISTS { MATCH (a)<-[q]-(z:Entity) WHERE z.id IN ids AND q.status IN ['stated', 'inferred'] }
RETURN a.id AS a_id, a.name AS a, a.label AS a_label, a.status AS a_status, r.id AS edge_id, type(r) AS type,
  coalesce(r.kind, r.role) AS kind, r.status AS status, r.modality AS modality, r.evidence AS evidence,
  b.id AS b_id, b.name AS b, b.label AS b_label, b.status AS b_status
ORDER BY a_id, b_id, edge_id

// title: {zh: 一地的关系图, en: Network of a place}
// doc:
//   zh: 一地及其境内的一切，连同与它们合作的各方、经由的活动与协议，及其间全部关系，计划中与已止的也画出；默认只看文件写到的。
//   en: A place and everything within it, those they have ties with and what the ties run through, with all relations among them, planned and ended ones too; by default what documents name.
// params:
//   place: {type: EntityId, doc: 哪个地方 the place}
//   documented_only: {type: bool, default: true, doc: 只看文件写到的 only what documents name}
//   limit: {type: int, default: 2000, doc: 最多几个节点 how many nodes at most}
// returns: {a_id: str, a: str, a_label: str, a_status: str, edge_id: str, type: str, kind: str, status: str, modality: str, evidence: 'list[str]', b_id: str, b: str, b_label: str, b_status: str}
// form: graph
// example: {place: cn-140702}
MATCH (:Entity {id: $place})<-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]-(e:Entity)
WHERE e.status IN ['stated', 'inferred'] AND all(s IN up WHERE s.status IN ['stated', 'inferred']) AND (e.documented OR NOT $documented_only)
WITH DISTINCT e
CALL (e) {
  RETURN e AS n, 0 AS hop
  UNION ALL
  MATCH (e)-[r:COOPERATES_ON|FOUNDED|LEADS|OPERATES|PARTICIPATES_IN|PARTNERS_WITH|PARTY_TO|SERVES]-(n:Entity)
  WHERE n.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
  RETURN DISTINCT n, 1 AS hop
  UNION ALL
  MATCH (e)-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(n:Entity)
  WHERE (r.principal OR q.principal) AND i.status IN ['stated', 'inferred'] AND n.status IN ['stated', 'inferred']
    AND r.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred']
  RETURN DISTINCT n, 2 AS hop
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

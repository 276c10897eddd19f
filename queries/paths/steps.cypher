// title: {zh: 一条路上的关系, en: Relations along a path}
// doc:
//   zh: 给出一条路的各站，列出相邻两站之间的每个关系；经由协议、活动、项目、机制的，列出两方各与它的关系。
//   en: Given the stops of a path, every relation that joins two stops in a row; of an agreement, activity, project or program that a step runs through, the relations of both to it.
// params:
//   stops: {type: 'list[str]', doc: 各站的 id，依次 ids of the stops in order}
// returns: {a_id: str, a: str, a_label: str, a_status: str, edge_id: str, type: str, kind: str, status: str, modality: str, evidence: 'list[str]', b_id: str, b: str, b_label: str, b_status: str}
// form: graph
// example: {stops: [moe-4153010673, x-ec1c6a09d062, x-e821985f43a1]}
UNWIND range(0, size($stops) - 2) AS step
WITH $stops[step] AS left, $stops[step + 1] AS right
CALL (left, right) {
  MATCH (a:Entity {id: left})-[r:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]-(b:Entity {id: right})
  WHERE NOT a:Instrument AND NOT b:Instrument AND r.status IN ['stated', 'inferred']
  RETURN r
  UNION
  MATCH (a:Entity {id: left})-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(b:Entity {id: right})
  WHERE (r.principal OR q.principal) AND i.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred']
  RETURN r
  UNION
  MATCH (a:Entity {id: left})-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(b:Entity {id: right})
  WHERE (r.principal OR q.principal) AND i.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred']
  RETURN q AS r
}
WITH DISTINCT r
WITH r, startNode(r) AS a, endNode(r) AS b
WHERE a.status IN ['stated', 'inferred'] AND b.status IN ['stated', 'inferred']
RETURN a.id AS a_id, a.name AS a, a.label AS a_label, a.status AS a_status, r.id AS edge_id, type(r) AS type,
  coalesce(r.kind, r.role) AS kind, r.status AS status, r.modality AS modality, r.evidence AS evidence,
  b.id AS b_id, b.name AS b, b.label AS b_label, b.status AS b_status
ORDER BY a_id, b_id, edge_id

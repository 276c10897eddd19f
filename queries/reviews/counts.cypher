// title: {zh: 各来源的提议数, en: Proposals by source}
// doc:
//   zh: 每个来源还有多少待审的实体、关系、数字，多少已否决。
//   en: How many entities, relations and figures of each source wait for a person, and how many were rejected.
// returns: {source: str, entities: int, relations: int, claims: int, rejected: int, source_id: str}
CALL () {
  MATCH (n:Entity)
  WHERE n.status IN ['proposed', 'rejected']
  RETURN n.sources AS sources, 'entity' AS what, n.status AS status
  UNION ALL
  MATCH (x:Entity)-[r]->(y:Entity)
  WHERE r.status IN ['proposed', 'rejected'] AND x.status <> 'rejected' AND y.status <> 'rejected'
  RETURN r.sources AS sources, 'relation' AS what, r.status AS status
  UNION ALL
  MATCH (c:Claim)-[:ABOUT]->(e:Entity)
  WHERE c.status IN ['proposed', 'rejected'] AND e.status <> 'rejected'
  RETURN c.sources AS sources, 'claim' AS what, c.status AS status
}
UNWIND sources AS source_id
WITH source_id, CASE WHEN status = 'rejected' THEN status ELSE what END AS what
WITH source_id, sum(CASE WHEN what = 'entity' THEN 1 ELSE 0 END) AS entities, sum(CASE WHEN what = 'relation' THEN 1 ELSE 0 END) AS relations,
  sum(CASE WHEN what = 'claim' THEN 1 ELSE 0 END) AS claims, sum(CASE WHEN what = 'rejected' THEN 1 ELSE 0 END) AS rejected
MATCH (s:Record {id: source_id})
RETURN s.name AS source, entities, relations, claims, rejected, source_id
ORDER BY source_id

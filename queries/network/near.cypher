// title: {zh: 周边的实体, en: Entities of a neighbourhood}
// doc:
//   zh: 周边关系图（network/neighbourhood）所画的实体，近的、文件写到的在前；不写上限时为全部。
//   en: The entities that network/neighbourhood draws, the nearer and those that documents name first; all of them without a limit.
// params:
//   entity: {type: EntityId, doc: 中心 the centre}
//   depth: {type: int, default: 1, choices: [1, 2, 3], doc: 几步之内 within how many steps}
//   limit: {type: int, default: 1000000, doc: 最多几个 how many at most}
// returns: {hop: int, listed: int, entity_id: str}
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
RETURN hop, listed, n.id AS entity_id
ORDER BY hop, listed, entity_id
LIMIT $limit

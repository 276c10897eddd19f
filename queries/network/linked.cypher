// title: {zh: 一地及其合作各方, en: Entities of a place and its partners}
// doc:
//   zh: 一地的关系图（network/region）所画的实体，连同参加其活动的人，境内的、文件写到的在前；不写上限时为全部。
//   en: The entities that network/region draws, the people of its activities too, those within the place and those that documents name first; all of them without a limit.
// params:
//   place: {type: EntityId, doc: 哪个地方 the place}
//   documented_only: {type: bool, default: true, doc: 只看文件写到的 only what documents name}
//   limit: {type: int, default: 1000000, doc: 最多几个 how many at most}
// returns: {hop: int, listed: int, entity_id: str}
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
RETURN hop, listed, n.id AS entity_id
ORDER BY hop, listed, entity_id
LIMIT $limit

// title: {zh: 来源一览, en: Sources}
// doc:
//   zh: 图中全部来源，各说了多少实体、关系和数字；待审的提议不计。
//   en: All sources of the graph, and how many entities, relations and figures each states; proposals are not counted.
// params:
//   source: {type: SourceId, default: null, doc: 只看这个来源 this source alone}
// returns: {source: str, kind: str, publisher: str, published: str, document: str, region: str, rank: int, entities: int, relations: int, claims: int, source_id: str}
CALL () {
  MATCH (s:Source)
  RETURN s.id AS source_id, 0 AS entities, 0 AS relations, 0 AS claims
  UNION ALL
  MATCH (n:Entity) WHERE n.status IN ['stated', 'inferred'] UNWIND n.sources AS source_id
  RETURN source_id, count(*) AS entities, 0 AS relations, 0 AS claims
  UNION ALL
  MATCH (:Entity)-[r]->(:Entity) WHERE r.status IN ['stated', 'inferred'] UNWIND r.sources AS source_id
  RETURN source_id, 0 AS entities, count(*) AS relations, 0 AS claims
  UNION ALL
  MATCH (c:Claim) WHERE c.status IN ['stated', 'inferred'] UNWIND c.sources AS source_id
  RETURN source_id, 0 AS entities, 0 AS relations, count(*) AS claims
}
WITH source_id, entities, relations, claims WHERE $source IS NULL OR source_id = $source
WITH source_id, sum(entities) AS entities, sum(relations) AS relations, sum(claims) AS claims
MATCH (s:Record {id: source_id})
RETURN s.name AS source, s.kind AS kind, s.publisher AS publisher, s.published AS published, s.document AS document,
  s.region AS region, s.rank AS rank, entities, relations, claims, source_id
ORDER BY source_id

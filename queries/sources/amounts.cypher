// title: {zh: 文件与表格各写了多少, en: How much documents and tables state}
// doc:
//   zh: 每份文件、表格写明的实体、关系、数字各有多少；名录不在内，因此在全国名录之上也很快。待审的提议不计。
//   en: How many entities, relations and figures each document or table states; registries are left out, which makes it fast on top of the nation. Proposals are not counted.
// returns: {source: str, entities: int, relations: int, claims: int, source_id: str}
CALL () {
  MATCH (s:Source) WHERE s.kind <> 'registry' RETURN s.id AS source_id, 0 AS entities, 0 AS relations, 0 AS claims
  UNION ALL
  MATCH (n:Entity {documented: true}) WHERE n.status IN ['stated', 'inferred'] UNWIND n.sources AS source_id
  RETURN source_id, count(*) AS entities, 0 AS relations, 0 AS claims
  UNION ALL
  MATCH (n:Entity {documented: true})-[r]->(:Entity) WHERE r.status IN ['stated', 'inferred'] UNWIND r.sources AS source_id
  RETURN source_id, 0 AS entities, count(*) AS relations, 0 AS claims
  UNION ALL
  MATCH (c:Claim) WHERE c.status IN ['stated', 'inferred'] UNWIND c.sources AS source_id
  RETURN source_id, 0 AS entities, 0 AS relations, count(*) AS claims
}
WITH source_id, sum(entities) AS entities, sum(relations) AS relations, sum(claims) AS claims
MATCH (s:Record {id: source_id}) WHERE s.kind <> 'registry'
RETURN s.name AS source, entities, relations, claims, source_id
ORDER BY source_id

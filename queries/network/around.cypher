// title: {zh: 与谁直接相连, en: Direct neighbours}
// doc:
//   zh: 与一个实体直接相连的实体，各一行；文件写到的在前，其中关系多的在前。
//   en: The entities that one is related to, each once; those that documents name come first, of these the most connected.
// params:
//   entity: {type: EntityId, doc: 哪个实体 the entity}
//   limit: {type: int, default: 5000, doc: 最多几个 how many at most}
// returns: {name: str, label: str, relations: int, documented: bool, evidence: 'list[str]', entity_id: str}
// example: {entity: cn-140702002010}
MATCH (:Entity {id: $entity})-[r]-(n:Entity)
WHERE n.id <> $entity AND n.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
WITH DISTINCT n
WITH n, COUNT { MATCH (n)-[q]-(:Entity) WHERE q.status IN ['stated', 'inferred'] } AS relations
RETURN n.name AS name, n.label AS label, relations, n.documented AS documented, n.evidence AS evidence, n.id AS entity_id
ORDER BY documented DESC, relations DESC, entity_id
LIMIT $limit

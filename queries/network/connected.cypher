// title: {zh: 全图的实体, en: Entities of the whole network}
// doc:
//   zh: 全图（network/whole）所画的实体，关系多的在前；不写上限时为全部。
//   en: The entities that network/whole draws, those with most relations first; all of them without a limit.
// params:
//   documented_only: {type: bool, default: true, doc: 只看文件写到的 only what documents name}
//   limit: {type: int, default: 1000000, doc: 最多几个 how many at most}
// returns: {relations: int, entity_id: str}
// example: {limit: 20}
MATCH (n:Entity)
WHERE n.status IN ['stated', 'inferred'] AND (n.documented OR NOT $documented_only)
WITH n, COUNT { MATCH (n)-[r]-(:Entity) WHERE r.status IN ['stated', 'inferred'] } AS edges
RETURN edges AS relations, n.id AS entity_id
ORDER BY relations DESC, entity_id
LIMIT $limit

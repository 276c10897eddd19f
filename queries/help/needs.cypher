// title: {zh: 一方的需求, en: Needs of somebody}
// doc:
//   zh: 一方自己提出的需求，或给出的一项需求；谁提出，有没有服务对应。
//   en: The needs that somebody has, or one need that is given; whose they are, and whether a service meets them.
// params:
//   place: {type: EntityId, default: null, doc: 谁的需求 whose needs}
//   need: {type: EntityId, label: Need, default: null, doc: 哪项需求 one need}
// returns: {need: str, topics: 'list[str]', met: bool, owners: 'list[str]', evidence: 'list[str]', need_id: str}
// example: {place: 呈贡区}
CALL () {
  MATCH (:Entity {id: $place})-[h:HAS_NEED]->(n:Need) WHERE h.status IN ['stated', 'inferred'] RETURN n
  UNION
  MATCH (n:Entity {id: $need}) WHERE n.label = 'Need' RETURN n
}
WITH n WHERE n.status IN ['stated', 'inferred'] AND ($need IS NULL OR n.id = $need)
OPTIONAL MATCH (n)<-[h:HAS_NEED]-(o:Entity) WHERE h.status IN ['stated', 'inferred'] AND o.status IN ['stated', 'inferred']
UNWIND n.evidence + coalesce(h.evidence, []) AS item
WITH n, o, item ORDER BY n.id, o.id, item
WITH n, collect(DISTINCT o.id) AS owners, collect(DISTINCT item) AS items
UNWIND items AS item
WITH n, owners, item ORDER BY n.id, item
WITH n, owners, collect(DISTINCT item) AS evidence
RETURN n.name AS need, CASE WHEN size(coalesce(n.categories, [])) = 0 THEN [n.name] ELSE n.categories END AS topics,
  EXISTS { MATCH (n)<-[m:MEETS]-(s:Service) WHERE all(part IN [m, s] WHERE part.status IN ['stated', 'inferred'] AND part.modality <> 'planned') } AS met,
  owners, evidence, n.id AS need_id
ORDER BY need_id

// title: {zh: 机构做什么, en: What institutions do}
// doc:
//   zh: 给出的机构，连同其团队与平台：提供的服务、设立运营的平台、参与的项目机制活动，各有名称、类别与领域；basis 为 name 的一行是机构自己的名称。只作为被参观者的活动不算。
//   en: Of the institutions given, with their teams and platforms, the services, platforms, projects, programs and activities, each with its name, categories and field; the row with the basis name is the institution's own name. Activities in which it was only visited do not count.
// params:
//   institutions: {type: 'list[str]', doc: 哪些机构的 id ids of institutions}
// returns: {basis: str, name: str, topics: 'list[str]', evidence: 'list[str]', institution_id: str, item_id: str}
// example: {institutions: [moe-4114010114, moe-4114010113]}
UNWIND $institutions AS id
MATCH (o:Entity {id: id})<-[of:PART_OF*0..1]-(x:Entity)
WHERE (x.id = o.id OR x.label IN ['Platform', 'Team']) AND x.status IN ['stated', 'inferred'] AND all(step IN of WHERE step.status IN ['stated', 'inferred'])
WITH DISTINCT o, x
CALL (o, x) {
  RETURN CASE WHEN x.id = o.id AND x.label <> 'Platform' THEN 'name' ELSE toLower(x.label) END AS basis, x AS i, x.evidence AS told
  UNION ALL
  MATCH (x)-[r:PROVIDES]->(i:Service)
  WHERE r.status IN ['stated', 'inferred']
  RETURN 'service' AS basis, i, r.evidence AS told
  UNION ALL
  MATCH (x)-[r:FOUNDED|LEADS|OPERATES]->(i:Entity)
  WHERE i.label = 'Platform' AND r.status IN ['stated', 'inferred']
  RETURN 'platform' AS basis, i, r.evidence AS told
  UNION ALL
  MATCH (x)-[r:FOUNDED|LEADS|OPERATES]->(h:Entity)-[g:PROVIDES]->(i:Service)
  WHERE h.label IN ['Platform', 'Program', 'Team'] AND h.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND g.status IN ['stated', 'inferred']
  RETURN 'service' AS basis, i, r.evidence + g.evidence AS told
  UNION ALL
  MATCH (x)-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)
  WHERE coalesce(r.role, '') <> 'visited' AND r.status IN ['stated', 'inferred']
  RETURN toLower(i.label) AS basis, i, r.evidence AS told
}
WITH o, basis, i, told WHERE i.status IN ['stated', 'inferred']
UNWIND told AS item
WITH o, basis, i, item ORDER BY o.id, basis, i.id, item
WITH o, basis, i, collect(DISTINCT item) AS evidence
RETURN basis, i.name AS name, coalesce(i.categories, []) + CASE WHEN i.field IS NULL THEN [] ELSE [i.field] END AS topics, evidence, o.id AS institution_id, i.id AS item_id
ORDER BY institution_id, basis, item_id

// title: {zh: 关于这些实体的记录, en: Records about entities}
// doc:
//   zh: 关于所给实体的数字，以及人对它们的决定和撤销，按 id 排列。
//   en: The figures about the entities given, and what people decided about them and undid, in the order of ids.
// params:
//   entities: {type: 'list[str]', doc: 实体的 id ids of entities}
// returns: {label: str, name: str, about_id: str, record_id: str}
// example: {entities: [cn-140702]}
CALL () {
  UNWIND $entities AS wanted
  MATCH (c:Claim)-[r:ABOUT]->(e:Entity {id: wanted})
  WHERE c.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
  RETURN c.label AS label, c.name AS name, e.id AS about_id, c.id AS record_id
  UNION
  MATCH (d:Decision)
  WHERE d.subject IN $entities OR d.object IN $entities OR any(one IN coalesce(d.about, []) WHERE one IN $entities)
  RETURN d.label AS label, d.name AS name, d.subject AS about_id, d.id AS record_id
  UNION
  MATCH (d:Decision)
  WHERE d.subject IN $entities OR d.object IN $entities OR any(one IN coalesce(d.about, []) WHERE one IN $entities)
  MATCH (u:Decision {kind: 'undo'})
  WHERE u.subject = d.id OR u.subject = d.batch
  RETURN u.label AS label, u.name AS name, u.subject AS about_id, u.id AS record_id
}
RETURN label, name, about_id, record_id
ORDER BY about_id, record_id

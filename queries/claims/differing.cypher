// title: {zh: 一个对象的不一致的数字, en: Figures about an entity that differ}
// doc:
//   zh: 同一对象、同一指标、数值不同的每一对数字：conflict 口径与时点都相同，different_basis 口径、时点、时段、种类或约数不同，并列备查。
//   en: Each pair of different figures about one entity and topic. conflict where scope and date agree, else different_basis, with what differs.
// params:
//   entity: {type: EntityId, doc: 关于谁 whom the figures are about}
// returns: {topic: str, verdict: str, differs: 'list[str]', printed: str, other_printed: str, claim_id: str, other_id: str}
// example: {entity: 晋中市}
MATCH (e:Entity {id: $entity})<-[:ABOUT]-(c:Claim)
WHERE c.status IN ['stated', 'inferred']
MATCH (e)<-[:ABOUT]-(d:Claim)
WHERE c.id < d.id AND c.topic = d.topic AND c.value <> d.value AND d.status IN ['stated', 'inferred']
  // a part and its whole, told by one source, are no contradiction
  AND (c.sources <> d.sources OR coalesce(c.scope, '') = coalesce(d.scope, ''))
OPTIONAL MATCH (c)-[x:CONFLICTS_WITH]-(d) WHERE x.status IN ['stated', 'inferred']
WITH c, d, count(x) AS conflicts
RETURN c.topic AS topic, CASE WHEN conflicts > 0 THEN 'conflict' ELSE 'different_basis' END AS verdict,
  CASE WHEN coalesce(c.scope, '') <> coalesce(d.scope, '') THEN ['scope'] ELSE [] END
    + CASE WHEN coalesce(c.as_of, '') <> coalesce(d.as_of, '') THEN ['as_of'] ELSE [] END
    + CASE WHEN coalesce(c.period, '') <> coalesce(d.period, '') THEN ['period'] ELSE [] END
    + CASE WHEN c.kind <> d.kind THEN ['kind'] ELSE [] END
    + CASE WHEN coalesce(c.qualifier, '') <> coalesce(d.qualifier, '') THEN ['qualifier'] ELSE [] END AS differs,
  c.printed AS printed, d.printed AS other_printed, c.id AS claim_id, d.id AS other_id
ORDER BY verdict, topic, claim_id, other_id

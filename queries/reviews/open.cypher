// title: {zh: 待审的提议有几条, en: How many proposals wait for a person}
// doc:
//   zh: 文件里提出、尚待人审定的实体、关系与数字，加上名录之间待确认的更名合并，共几条。
//   en: How many entities, relations and figures that documents propose wait for a person, with the successions between registries.
// returns: {total: int}
// form: count
CALL () {
  MATCH (n:Entity {documented: true}) WHERE n.status = 'proposed' RETURN n.id AS item
  UNION
  MATCH (x:Entity {documented: true})-[r]->(y:Entity) WHERE r.status = 'proposed' AND x.status <> 'rejected' AND y.status <> 'rejected' RETURN r.id AS item
  UNION
  MATCH (x:University)-[r:SUCCEEDED_BY]->(y:Entity) WHERE r.status = 'proposed' AND x.status <> 'rejected' AND y.status <> 'rejected' RETURN r.id AS item
  UNION
  MATCH (c:Claim)-[:ABOUT]->(e:Entity) WHERE c.status = 'proposed' AND e.status <> 'rejected' RETURN c.id AS item
}
RETURN count(item) AS total

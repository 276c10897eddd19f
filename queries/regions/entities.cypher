// title: {zh: 一地之内与相连的实体, en: 'Entities of a region'}
// doc:
//   zh: 导出一地时的范围，只在这里定义。inside 是该地及其境内的一切；tied 是与它们有一条关系的，以及经协议、活动、项目、机制与它们合作的各方，和它们所运营、设立、发布的各个组成部分。续页时给出上一页末行的 entity_id。
//   en: What the export of a region holds, defined here alone. inside is the place and everything within; tied is whoever has a relation with them, and the parties that agreements, activities, projects and programs tie to them, and all parts of what they run, founded or issued. For the next page give entity_id of the last row.
// params:
//   place: {type: EntityId, doc: 地方 the place}
//   after_id: {type: str, default: '', doc: 上一页末行的 entity_id that of the last row before}
//   limit: {type: int, default: 200, doc: 最多几个 how many at most}
// returns: {name: str, label: str, how: str, evidence: 'list[str]', entity_id: str}
// example: {place: cn-140702}
MATCH (:Entity {id: $place})<-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]-(e:Entity)
WHERE e.status IN ['stated', 'inferred'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
WITH DISTINCT e
CALL (e) {
  RETURN e AS n, 'inside' AS how
  UNION ALL
  MATCH (e)-[r:COOPERATES_ON|FOUNDED|HAS_NEED|HAS_ROLE|ISSUED|LEADS|MEETS|MEMBER_OF|OPERATES|PARTICIPATES_IN|PARTNERS_WITH|PARTY_TO|PROVIDES|SERVES|SUCCEEDED_BY]-(n:Entity)
  WHERE n.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
  RETURN DISTINCT n, 'tied' AS how
  UNION ALL
  MATCH (e)-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(n:Entity)
  WHERE (r.principal OR q.principal) AND i.status IN ['stated', 'inferred'] AND n.status IN ['stated', 'inferred']
    AND r.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred']
  RETURN DISTINCT n, 'tied' AS how
  UNION ALL
  // the parts of what it runs, founded or issued, with all that these are related to
  MATCH (e)-[run:COOPERATES_ON|FOUNDED|HAS_NEED|HAS_ROLE|ISSUED|LEADS|MEETS|MEMBER_OF|OPERATES|PARTICIPATES_IN|PARTNERS_WITH|PARTY_TO|PROVIDES|SERVES|SUCCEEDED_BY]->(i:Entity)<-[of:PART_OF*0..4]-(part:Entity)
  WHERE (type(run) = 'ISSUED' OR run.principal AND NOT type(run) IN ['PARTNERS_WITH', 'SERVES']) AND run.status IN ['stated', 'inferred'] AND i.status IN ['stated', 'inferred']
    AND (part:Instrument OR part.label IN ['Association', 'Need', 'Platform', 'Policy', 'Service'])
    AND part.status IN ['stated', 'inferred'] AND all(step IN of WHERE step.status IN ['stated', 'inferred'])
  CALL (part) {
    RETURN part AS n
    UNION ALL
    MATCH (part)-[r]-(n:Entity)
    WHERE r.status IN ['stated', 'inferred'] AND n.status IN ['stated', 'inferred']
    RETURN n
  }
  RETURN DISTINCT n, 'tied' AS how
}
WITH n, min(how) AS how
WHERE n.id > $after_id
RETURN n.name AS name, n.label AS label, how, n.evidence AS evidence, n.id AS entity_id
ORDER BY entity_id
LIMIT $limit

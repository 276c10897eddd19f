// title: {zh: 计数成员的数字有几个, en: Figures that count members}
// doc: {zh: “宣称与记名”的分母。, en: What gaps/declared_vs_named is a part of.}
// params:
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
//   entity: {type: EntityId, default: null, doc: 关于谁 whom the figures are about}
//   topic: {type: str, default: null, doc: 指标，如 驻地高校 what the figure counts}
// returns: {total: int}
// form: count
// example: {place: 呈贡区}
MATCH (c:Claim)-[:ABOUT]->(e:Entity)
WHERE c.members_label IS NOT NULL AND c.status IN ['stated', 'inferred'] AND e.status IN ['stated', 'inferred']
  AND ($entity IS NULL OR e.id = $entity) AND ($topic IS NULL OR c.topic = $topic)
  AND ($place IS NULL OR EXISTS {
    MATCH (e)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(step IN w WHERE step.status IN ['stated', 'inferred'])
  } OR EXISTS {
    // what somebody within the place runs or founded, itself or as part of something larger
    MATCH (e)-[of:PART_OF*0..4]->(:Entity)<-[carries:COOPERATES_ON|FOUNDED|LEADS|OPERATES|PARTICIPATES_IN|PARTNERS_WITH|PARTY_TO|SERVES]-(:Entity)-[inside:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
    WHERE NOT type(carries) IN ['PARTNERS_WITH', 'SERVES'] AND coalesce(carries.principal, true) AND carries.status IN ['stated', 'inferred']
      AND all(step IN of + inside WHERE step.status IN ['stated', 'inferred'])
  } OR EXISTS {
    // what it needs, provides or issued
    MATCH (e)<-[gives:HAS_NEED|ISSUED|PROVIDES]-(:Entity)-[inside:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
    WHERE gives.status IN ['stated', 'inferred'] AND all(step IN inside WHERE step.status IN ['stated', 'inferred'])
  })
RETURN count(DISTINCT c.id) AS total

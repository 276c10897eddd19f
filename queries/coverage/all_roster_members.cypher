// title: {zh: 名单上共有几席, en: 'Seats on rosters'}
// doc: {zh: “在名单而未见活动”的分母。, en: What gaps/roster_without_activity is a part of.}
// params:
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
// returns: {total: int}
// form: count
// example: {place: 榆次区}
MATCH (g:Entity {documented: true})<-[m:MEMBER_OF|RESIDENT_OF]-(o:Entity)
WHERE g.label IN ['Association', 'Platform', 'Zone'] AND g.status IN ['stated', 'inferred'] AND m.status IN ['stated', 'inferred'] AND o.status IN ['stated', 'inferred']
  AND ($place IS NULL OR EXISTS {
    MATCH (g)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(step IN w WHERE step.status IN ['stated', 'inferred'])
  } OR EXISTS {
    // an alliance that somebody within the place set up or leads
    MATCH (g)<-[f:COOPERATES_ON|FOUNDED|LEADS|OPERATES|PARTICIPATES_IN|PARTNERS_WITH|PARTY_TO|SERVES]-(:Entity)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE type(f) IN ['FOUNDED', 'LEADS', 'OPERATES'] AND f.status IN ['stated', 'inferred'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
  })
RETURN count(DISTINCT m.id) AS total

// title: {zh: 写明次数的步骤有几个, en: 'Steps with a schedule'}
// doc: {zh: “应有而未见记录的例会与活动”的分母。, en: What gaps/meetings_not_recorded is a part of.}
// params:
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
// returns: {total: int}
// form: count
// example: {place: 雁山区}
MATCH (n:Program)
WHERE n.status IN ['stated', 'inferred'] AND size(coalesce(n.rules_action, [])) > 0
  AND ($place IS NULL OR EXISTS {
    MATCH (n)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(step IN w WHERE step.status IN ['stated', 'inferred'])
  } OR EXISTS {
    // run by somebody within the place, itself or what it is part of
    MATCH (n)-[w:PART_OF*0..3]->(:Entity)<-[c:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(:Entity)-[v:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
    WHERE c.principal AND c.status IN ['stated', 'inferred'] AND all(step IN w + v WHERE step.status IN ['stated', 'inferred'])
  })
UNWIND range(0, size(n.rules_action) - 1) AS i
WITH n, i, n.rules_times[i] AS times, n.rules_per[i] AS per
WHERE times > 0 AND per IN ['month', 'quarter', 'week', 'year']
RETURN count(*) AS total

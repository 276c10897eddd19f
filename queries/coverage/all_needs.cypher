// title: {zh: 记录的需求有几项, en: Recorded needs}
// doc: {zh: “没有服务对应的需求”的分母。, en: What gaps/needs_unmet is a part of.}
// params:
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
// returns: {total: int}
// form: count
// example: {place: 榆次区}
MATCH (n:Need) WHERE n.status IN ['stated', 'inferred']
  AND ($place IS NULL OR EXISTS {
    MATCH (n)<-[h:HAS_NEED]-(o:Entity)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
    WHERE h.status IN ['stated', 'inferred'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
  } OR EXISTS {
    // or a mechanism that it is part of is run from there
    MATCH (n)-[of:PART_OF*1..4]->(:Program)<-[run:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(:Entity)-[inside:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
    WHERE run.principal AND run.status IN ['stated', 'inferred'] AND all(step IN of + inside WHERE step.status IN ['stated', 'inferred'])
  })
RETURN count(DISTINCT n.id) AS total

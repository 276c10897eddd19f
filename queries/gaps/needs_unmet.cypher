// title: {zh: 没有服务对应的需求, en: Needs that no service meets}
// doc:
//   zh: 没有任何记录的服务与之对应的需求或需求清单；计划中的服务还不算。
//   en: Needs, or lists of needs, that no recorded service meets; one that is planned does not meet them yet.
// params:
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
// returns: {need: str, by: str, categories: 'list[str]', count: int, about: 'list[str]', evidence: 'list[str]', need_id: str}
// of: coverage/all_needs
// severity: warning
// subject: need_id
// wording: {zh: '{about} 的需求“{need}”没有服务对应', en: 'no recorded service meets the need {need} of {about}'}
// picture: {query: network/neighbourhood, params: {entity: need_id}}
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
  AND NOT EXISTS { MATCH (n)<-[m:MEETS]-(s:Service) WHERE all(part IN [m, s] WHERE part.status IN ['stated', 'inferred'] AND part.modality <> 'planned') }
OPTIONAL MATCH (n)<-[h:HAS_NEED]-(o:Entity) WHERE h.status IN ['stated', 'inferred']
WITH n, h, o ORDER BY n.id, o.name, o.id
WITH n, collect(o.name) AS about, collect(h.evidence) AS told
UNWIND reduce(united = n.evidence, others IN told | united + others) AS item
WITH n, about, item ORDER BY n.id, item
WITH n, about, collect(DISTINCT item) AS evidence
RETURN n.name AS need, n.by AS by, coalesce(n.categories, []) AS categories, n.count AS count, about, evidence, n.id AS need_id
ORDER BY need, need_id

// title: {zh: 需求与服务清单, en: Lists of needs and services}
// doc:
//   zh: 需求在前、服务在后：由谁梳理或提供、分哪几类、共几项。默认只列有分类或项数的清单。
//   en: Needs first, then services, with who draws them up or supplies them, their categories and count. Lists alone by default, which have categories or a count.
// params:
//   entity: {type: EntityId, default: null, doc: 谁的清单 whose own lists}
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
//   kind: {type: str, default: null, choices: [need, service], doc: 需求或服务 needs or services}
//   lists_only: {type: bool, default: true, doc: 只列有分类或项数的 only those with categories or a count}
// returns: {kind: str, name: str, by: str, categories: 'list[str]', count: int, about: 'list[str]', evidence: 'list[str]', item_id: str}
// example: {place: 榆次区}
CALL () {
  MATCH (n:Need) OPTIONAL MATCH (n)<-[h:HAS_NEED]-(o:Entity) WHERE h.status IN ['stated', 'inferred']
  RETURN n, 'need' AS kind, o, h.evidence AS told
  UNION ALL
  MATCH (n:Service) OPTIONAL MATCH (n)<-[h:PROVIDES]-(o:Entity) WHERE h.status IN ['stated', 'inferred']
  RETURN n, 'service' AS kind, o, h.evidence AS told
}
WITH n, kind, o, told
WHERE n.status IN ['stated', 'inferred'] AND ($kind IS NULL OR kind = $kind)
  AND (NOT $lists_only OR n.count IS NOT NULL OR size(coalesce(n.categories, [])) > 0)
  AND ($entity IS NULL OR o.id = $entity)
  AND ($place IS NULL OR EXISTS {
    MATCH (o)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(step IN w WHERE step.status IN ['stated', 'inferred'])
  } OR EXISTS {
    // what somebody within the place runs or founded, itself or as part of something larger
    MATCH (o)-[of:PART_OF*0..4]->(:Entity)<-[carries:COOPERATES_ON|FOUNDED|LEADS|OPERATES|PARTICIPATES_IN|PARTNERS_WITH|PARTY_TO|SERVES]-(:Entity)-[inside:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
    WHERE NOT type(carries) IN ['PARTNERS_WITH', 'SERVES'] AND coalesce(carries.principal, true) AND carries.status IN ['stated', 'inferred']
      AND all(step IN of + inside WHERE step.status IN ['stated', 'inferred'])
  } OR EXISTS {
    // ... which the list is a part of
    MATCH (n)-[of:PART_OF*0..4]->(:Entity)<-[carries:COOPERATES_ON|FOUNDED|LEADS|OPERATES|PARTICIPATES_IN|PARTNERS_WITH|PARTY_TO|SERVES]-(:Entity)-[inside:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
    WHERE NOT type(carries) IN ['PARTNERS_WITH', 'SERVES'] AND coalesce(carries.principal, true) AND carries.status IN ['stated', 'inferred']
      AND all(step IN of + inside WHERE step.status IN ['stated', 'inferred'])
  } OR EXISTS {
    // what it needs, provides or issued
    MATCH (o)<-[gives:HAS_NEED|ISSUED|PROVIDES]-(:Entity)-[inside:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
    WHERE gives.status IN ['stated', 'inferred'] AND all(step IN inside WHERE step.status IN ['stated', 'inferred'])
  })
WITH n, kind, o, told ORDER BY n.id, o.name, o.id
WITH n, kind, collect(o.name) AS about, collect(told) AS tellings
UNWIND reduce(united = n.evidence, others IN tellings | united + others) AS item
WITH n, kind, about, item ORDER BY n.id, item
WITH n, kind, about, collect(DISTINCT item) AS evidence
RETURN kind, n.name AS name, n.by AS by, coalesce(n.categories, []) AS categories, n.count AS count, about, evidence, n.id AS item_id
ORDER BY kind, name, item_id

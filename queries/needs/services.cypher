// title: {zh: 需求与服务对照, en: Needs against services}
// doc:
//   zh: 每项需求一行，列出满足它的服务与提供者；没有服务的也在列；文中没有写是谁的，about 为空；只有计划中的服务，还不算满足。
//   en: One row a need, with the services that meet it and who provides them; needs that nothing meets stand there too, and those whose owner is not told, with no about; a service that is only planned is named, and meets nothing yet.
// params:
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
// returns: {about: str, need: str, services: 'list[str]', providers: 'list[str]', met: bool, evidence: 'list[str]', need_id: str}
// example: {}
MATCH (n:Need) WHERE n.status IN ['stated', 'inferred']
  AND ($place IS NULL OR EXISTS {
    MATCH (n)<-[h:HAS_NEED]-(o:Entity)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
    WHERE h.status IN ['stated', 'inferred'] AND o.status IN ['stated', 'inferred'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
  } OR EXISTS {
    // or a mechanism that it is part of is run from there
    MATCH (n)-[of:PART_OF*1..4]->(:Program)<-[run:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(:Entity)-[inside:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
    WHERE run.principal AND run.status IN ['stated', 'inferred'] AND all(step IN of + inside WHERE step.status IN ['stated', 'inferred'])
  })
OPTIONAL MATCH (e:Entity)-[h:HAS_NEED]->(n) WHERE e.status IN ['stated', 'inferred'] AND h.status IN ['stated', 'inferred']
OPTIONAL MATCH (s:Service)-[m:MEETS]->(n) WHERE m.status IN ['stated', 'inferred'] AND s.status IN ['stated', 'inferred']
OPTIONAL MATCH (p:Entity)-[g:PROVIDES]->(s) WHERE g.status IN ['stated', 'inferred'] AND p.status IN ['stated', 'inferred']
WITH e, n, s, p, CASE WHEN s.modality <> 'planned' AND m.modality <> 'planned' THEN 1 ELSE 0 END AS meets,
  n.evidence + coalesce(h.evidence, []) + coalesce(m.evidence, []) + coalesce(g.evidence, []) AS items
UNWIND items AS item
WITH e, n, s, p, meets, item ORDER BY n.id, s.name, p.name, item
WITH n, max(meets) AS met, min(e.name) AS about, collect(DISTINCT s.name) AS services, collect(DISTINCT p.name) AS providers, collect(DISTINCT item) AS evidence
RETURN about, n.name AS need, services, providers, met = 1 AS met, evidence, n.id AS need_id
ORDER BY met, about, need, need_id

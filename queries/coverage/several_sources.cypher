// title: {zh: 多份文件写到的对象, en: Stated by several documents}
// doc:
//   zh: 有几份文件都写到的对象；名录不算文件。
//   en: Entities that several documents state; registries are no documents.
// params:
//   min_sources: {type: int, default: 2, doc: 至少几份 how many at least}
//   label: {type: str, default: null, doc: 类型 the type}
// returns: {entity: str, label: str, source_count: int, sources: 'list[str]', evidence: 'list[str]', entity_id: str}
// example: {label: University}
MATCH (e:Entity)
WHERE e.documented AND e.status IN ['stated', 'inferred'] AND size(e.sources) >= $min_sources AND ($label IS NULL OR e.label = $label)
UNWIND e.sources AS source_id
MATCH (s:Source {id: source_id}) WHERE s.kind = 'document'
WITH e, s ORDER BY e.id, s.id
WITH e, collect(s.id) AS sources
WHERE size(sources) >= $min_sources
UNWIND e.evidence AS item
WITH e, sources, item ORDER BY e.id, item
WITH e, sources, collect(DISTINCT item) AS evidence
RETURN e.name AS entity, e.label AS label, size(sources) AS source_count, sources, evidence, e.id AS entity_id
ORDER BY source_count DESC, label, entity, entity_id

// title: {zh: 名录与文件, en: 'Registry against documents'}
// doc:
//   zh: 文件写到下级地方的每个地方、每一级：名录有几个，文件宣称几个（只计某一类的，名录也只数该类），记名几个。fewer 指记名的少于名录；unregistered 指记名的有名录所无的；no_registry 指没有装载该处名录，不算缺口；same 相同。
//   en: For each place and level of which documents name or count divisions, how many the registry has, how many are declared (of one kind where the figure says so, and then the registry counts that kind), and how many are named. fewer where fewer are named than registered, unregistered where some named is not in the registry, no_registry where none is loaded for it, which is no gap, else same.
// params:
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
// returns: {place: str, level: str, registered: int, declared: int, named: int, verdict: str, named_names: 'list[str]', evidence: 'list[str]', place_id: str, row_id: str}
// of: coverage/all_counted_levels
// severity: warning
// sound: {verdict: [same, no_registry]}
// subject: row_id
// wording: {zh: '{place} 的{level}：名录 {registered} 个，文件宣称 {declared}，记名 {named}', en: '{place}, {level}: {registered} in the registry, {declared} declared, {named} named'}
// picture: {query: network/region, params: {place: place_id}}
// example: {place: 雁山区}
CALL () {
  // a figure that counts the divisions within, or a division named in documents
  MATCH (c:Claim)-[:ABOUT]->(g:Entity)
  WHERE c.members_by = 'within' AND c.members_label IN ['City', 'Community', 'District', 'Subdistrict'] AND c.status IN ['stated', 'inferred'] AND g:Place AND g.status IN ['stated', 'inferred']
  RETURN g, c.members_label AS label
  UNION
  MATCH (n:Entity {documented: true})-[r:PART_OF]->(g:Place)
  WHERE n.label IN ['City', 'Community', 'District', 'Subdistrict'] AND n.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND g.status IN ['stated', 'inferred']
  RETURN g, n.label AS label
}
WITH DISTINCT g, label
WHERE $place IS NULL OR EXISTS {
    MATCH (g)-[w:PART_OF*0..4]->(:Entity {id: $place}) WHERE all(step IN w WHERE step.status IN ['stated', 'inferred'])
  }
OPTIONAL MATCH (c:Claim)-[:ABOUT]->(g) WHERE c.members_by = 'within' AND c.members_label = label AND c.status IN ['stated', 'inferred']
WITH g, label, c ORDER BY g.id, label, c.value DESC, c.id
WITH g, label, max(toInteger(c.value)) AS declared, head(collect(c.members_kind)) AS kind, collect(c.evidence) AS told
OPTIONAL MATCH (s:Source) WHERE s.kind = 'registry'
WITH g, label, declared, kind, told, s ORDER BY s.id
WITH g, label, declared, kind, told, collect(s.id) AS registries
MATCH (g)<-[w:PART_OF*1..4]-(n:Entity)
WHERE n.label = label AND (kind IS NULL OR n.kind IN split(kind, '|')) AND n.status IN ['stated', 'inferred'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
WITH DISTINCT g, label, declared, told, n, any(source IN n.sources WHERE source IN registries) AS listed ORDER BY g.id, label, n.id
WITH g, label, declared, told, sum(CASE WHEN listed THEN 1 ELSE 0 END) AS registered, sum(CASE WHEN n.documented THEN 1 ELSE 0 END) AS named,
  sum(CASE WHEN n.documented AND NOT listed THEN 1 ELSE 0 END) AS unlisted,
  collect(CASE WHEN n.documented THEN n.name END) AS named_names, collect(CASE WHEN n.documented THEN n.evidence END) AS said
UNWIND reduce(united = [''], items IN told + said | united + items) AS item
WITH g, label, declared, registered, named, unlisted, named_names, item ORDER BY g.id, label, item
WITH g, label, declared, registered, named, unlisted, named_names, collect(DISTINCT CASE WHEN item <> '' THEN item END) AS evidence
RETURN g.name AS place, label AS level, registered, declared, named,
  CASE WHEN registered = 0 THEN 'no_registry' WHEN unlisted > 0 THEN 'unregistered' WHEN named < registered THEN 'fewer' ELSE 'same' END AS verdict,
  named_names, evidence, g.id AS place_id, g.id + '/' + label AS row_id
ORDER BY place_id, row_id

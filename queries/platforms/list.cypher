// title: {zh: 平台一览, en: Platforms}
// doc:
//   zh: 孵化器、众创空间、基地、研究院等平台及其设立者与运营者，文中只说哪类单位的写在 by；给出地方时看位于该地的，和由该地、其境内单位设立、运营的，或属于它们设立的联盟的。
//   en: Incubators, makerspaces, bases, institutes and other platforms with founders and operators, by is their class where the text names no body; with a place, those located there, founded or run by the place or a body within it, or of an alliance that these set up.
// params:
//   place: {type: EntityId, default: null, doc: 所在地 the place}
//   kind: {type: str, default: null, doc: 小类 kind of platform}
//   level: {type: str, default: null, doc: 级别，如国家级 level}
// returns: {platform: str, kind: str, level: str, field: str, by: str, founders: 'list[str]', operators: 'list[str]', status: str, modality: str, evidence: 'list[str]', platform_id: str}
// example: {place: cn-530114}
MATCH (i:Platform)
WHERE i.status IN ['stated', 'inferred']
  AND ($kind IS NULL OR i.kind = $kind) AND ($level IS NULL OR i.level = $level)
  AND ($place IS NULL
    OR EXISTS { MATCH (i)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(s IN up WHERE s.status IN ['stated', 'inferred']) }
    OR EXISTS { MATCH (i)<-[r:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]-(x:Entity)
      WHERE type(r) IN ['FOUNDED', 'OPERATES'] AND r.status IN ['stated', 'inferred']
        AND EXISTS { MATCH (x)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(s IN up WHERE s.status IN ['stated', 'inferred']) } }
    OR EXISTS {
      // of an alliance that was set up from there
      MATCH (i)-[part:PART_OF]->(g:Association)<-[f:FOUNDED|LEADS|OPERATES]-(:Entity)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
      WHERE part.status IN ['stated', 'inferred'] AND f.status IN ['stated', 'inferred'] AND all(s IN up WHERE s.status IN ['stated', 'inferred']) })
OPTIONAL MATCH (i)<-[r:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]-(p:Entity)
WHERE type(r) IN ['FOUNDED', 'OPERATES'] AND p.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
WITH i, p, type(r) AS how, i.evidence + coalesce(r.evidence, []) AS evidence
UNWIND evidence AS item
WITH i, p, how, item ORDER BY i.id, p.id
WITH i, collect(DISTINCT CASE WHEN how = 'FOUNDED' THEN p.name END) AS founders,
  collect(DISTINCT CASE WHEN how = 'OPERATES' THEN p.name END) AS operators, collect(item) AS items
UNWIND items AS item
WITH i, founders, operators, item ORDER BY i.id, item
WITH i, founders, operators, collect(DISTINCT item) AS evidence
RETURN i.name AS platform, i.kind AS kind, i.level AS level, i.field AS field, i.by AS by, founders, operators, i.status AS status,
  i.modality AS modality, evidence, i.id AS platform_id
ORDER BY platform, platform_id

// title: {zh: 名单之外再无联系的单位, en: On the roster and nothing more}
// doc:
//   zh: 列在一地或一园区名单上，而自身与其院系在任何文件中都没有合作记录的单位。意为“未见记录”，不等于没有。
//   en: Organisations on the roster of a place or zone with no recorded tie in any document, nor any of a college of theirs. It means none recorded, not none.
// params:
//   place: {type: EntityId, doc: 地方或园区 a place or zone}
//   label: {type: str, default: null, doc: 类型，默认高校、学校、科研院所与医院 the type; campus bodies and hospitals by default}
//   registered: {type: bool, default: false, doc: 也算仅见于名录的 those that only a registry lists there too}
// returns: {organization: str, label: str, evidence: 'list[str]', organization_id: str}
// of: coverage/all_roster
// severity: info
// subject: organization_id
// wording: {zh: '{organization} 在名单上，未见合作记录', en: '{organization} is on the roster, with no recorded tie'}
// picture: {query: network/neighbourhood, params: {entity: organization_id}}
// example: {place: 山西高校园区}
MATCH (place:Entity {id: $place})<-[r:LOCATED_IN|PART_OF|RESIDENT_OF]-(o:Entity)
WHERE r.status IN ['stated', 'inferred'] AND o.status IN ['stated', 'inferred'] AND (r.documented OR $registered)
  AND (o.label = $label OR ($label IS NULL AND o.label IN ['Hospital', 'ResearchInstitute', 'School', 'University']))
WITH DISTINCT o, r
OPTIONAL MATCH (k:College)-[:PART_OF]->(o)
WITH o, r, k ORDER BY o.id, r.id, k.id
WITH o, r, [o] + collect(k) AS bodies
UNWIND bodies AS x
WITH o, r, x, CASE WHEN EXISTS {
    MATCH (x)-[t:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]-(p:Entity) WHERE NOT p:Instrument AND t.status IN ['stated', 'inferred'] AND t.modality <> 'planned' AND p.status IN ['stated', 'inferred']
  } OR EXISTS {
    MATCH (x)-[t:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(p:Entity)
    WHERE p.id <> x.id AND (t.principal OR q.principal) AND NOT p:Person
      AND t.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred'] AND i.status IN ['stated', 'inferred'] AND p.status IN ['stated', 'inferred']
      AND all(e IN [t, q, i] WHERE e.modality <> 'planned')
  } THEN 1 ELSE 0 END AS tied
WITH o, r, max(tied) AS tied
WHERE tied = 0
UNWIND r.evidence AS item
WITH o, item ORDER BY o.id, item
WITH o, collect(DISTINCT item) AS evidence
RETURN o.name AS organization, o.label AS label, evidence, o.id AS organization_id
ORDER BY label, organization, organization_id

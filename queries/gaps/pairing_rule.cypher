// title: {zh: 一街一校、一社一院, en: 'One street one university, one community one college'}
// doc:
//   zh: 文件写到的每个街道（含其社区）与几所高校、每个社区与几个院系签约或结对：none 一个也没有，one 恰好一个，many 不止一个。院系算作其高校。
//   en: With how many universities each documented subdistrict (its communities included), and with how many colleges each community, is signed or paired. none, one or many. A college counts as its university.
// params:
//   place: {type: EntityId, doc: 地方 a place}
// returns: {level: str, unit: str, verdict: str, partner_count: int, partners: 'list[str]', evidence: 'list[str]', unit_id: str}
// of: coverage/all_pairing_units
// severity: warning
// sound: {verdict: [one]}
// subject: unit_id
// wording: {zh: '{unit} 应有一家结对单位，记录 {partner_count} 家：{partners}', en: '{unit} should have one signed or paired partner, {partner_count} are recorded: {partners}'}
// picture: {query: network/neighbourhood, params: {entity: unit_id}}
// example: {place: 呈贡区}
MATCH (place:Entity {id: $place})<-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]-(s:Entity)
WHERE s.label IN ['Community', 'Subdistrict'] AND s.documented AND s.status IN ['stated', 'inferred'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
WITH DISTINCT s
CALL (s) {
  MATCH (s)<-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]-(x:Entity)-[r:PARTNERS_WITH]-(p:Entity)
  WHERE r.kind IN ['paired', 'signed'] AND r.status IN ['stated', 'inferred'] AND r.modality <> 'planned' AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
  RETURN p, r.evidence AS evidence
  UNION ALL
  MATCH (s)<-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]-(x:Entity)-[r:PARTY_TO]->(i:Agreement)<-[q:PARTY_TO]-(p:Entity)
  WHERE p.id <> x.id AND r.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred'] AND i.status IN ['stated', 'inferred'] AND all(e IN [r, q, i] WHERE e.modality <> 'planned') AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
  RETURN p, r.evidence + q.evidence AS evidence
  UNION ALL
  RETURN null AS p, [''] AS evidence
}
OPTIONAL MATCH (p)-[:PART_OF]->(u:University) WHERE p.label = 'College' AND s.label = 'Subdistrict'
WITH s, coalesce(u, p) AS partner, evidence
WITH s, CASE WHEN partner.label = CASE s.label WHEN 'Subdistrict' THEN 'University' ELSE 'College' END THEN partner END AS partner, evidence
UNWIND evidence AS item
WITH s, partner.id AS partner_id, partner.name AS partner, item ORDER BY s.id, partner, partner_id, item
WITH s, partner_id, partner, collect(CASE WHEN partner IS NOT NULL THEN item END) AS items
ORDER BY s.id, partner, partner_id
WITH s, count(DISTINCT partner_id) AS partner_count, collect(partner) AS partners, collect(items) AS told
UNWIND reduce(united = s.evidence, items IN told | united + items) AS item
WITH s, partner_count, partners, item ORDER BY s.id, item
WITH s, partner_count, partners, collect(DISTINCT item) AS evidence
RETURN s.label AS level, s.name AS unit, CASE partner_count WHEN 0 THEN 'none' WHEN 1 THEN 'one' ELSE 'many' END AS verdict,
  partner_count, partners, evidence, s.id AS unit_id
ORDER BY level DESC, unit, unit_id

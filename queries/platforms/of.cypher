// title: {zh: 平台由谁设立、运营、入驻, en: Who is behind and in a platform}
// doc:
//   zh: 谁设立、运营、牵头一个平台，谁入驻或隶属于它。
//   en: Who founded, operates or leads a platform, and who sits in it or is part of it.
// params:
//   platform: {type: EntityId, doc: 哪个平台 the platform}
// returns: {body: str, label: str, relation: str, since: str, until: str, status: str, modality: str, evidence: 'list[str]', body_id: str, edge_id: str}
// example: {platform: 山西大学城众创空间}
MATCH (:Entity {id: $platform})<-[r]-(b:Entity)
WHERE type(r) IN ['FOUNDED', 'LEADS', 'LOCATED_IN', 'MEMBER_OF', 'OPERATES', 'PART_OF', 'RESIDENT_OF'] AND b.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
RETURN b.name AS body, b.label AS label, toLower(type(r)) AS relation, r.valid_from AS since, r.valid_to AS until,
  r.status AS status, r.modality AS modality, r.evidence AS evidence, b.id AS body_id, r.id AS edge_id
ORDER BY relation, body, edge_id

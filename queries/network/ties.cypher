// title: {zh: 合作关系图, en: Network of ties}
// doc:
//   zh: 只有合作关系：直接的，和经由协议、活动、项目、机制的；名单、隶属、位置不在内，个人也不在内；计划中与已止的画出，写在 modality。给出地方时看至少一方在其境内的。
//   en: Ties alone, direct ones and those through an agreement, activity, project or program; no rosters, no containment, no people; what is planned or has ended is drawn, and modality tells it. With a place, those with an end within it.
// params:
//   place: {type: EntityId, default: null, doc: 某地之内 with an end within the place}
//   as_of: {type: date, default: null, doc: 某日有效 ties that may hold at the date}
//   limit: {type: int, default: 5000, doc: 最多几条边 how many edges at most}
// returns: {a_id: str, a: str, a_label: str, a_status: str, edge_id: str, type: str, kind: str, status: str, modality: str, evidence: 'list[str]', b_id: str, b: str, b_label: str, b_status: str}
// form: graph
// example: {place: cn-530114}
CALL () {
  MATCH (a:Entity)-[r:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]->(b:Entity)
  WHERE NOT a:Instrument AND NOT b:Instrument AND a.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND b.status IN ['stated', 'inferred']
    AND ($place IS NULL
      OR EXISTS { MATCH (a)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(s IN up WHERE s.status IN ['stated', 'inferred']) }
      OR EXISTS { MATCH (b)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(s IN up WHERE s.status IN ['stated', 'inferred']) })
  RETURN a, r, b
  UNION
  MATCH (a:Entity)-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(b:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(z:Entity)
  WHERE a.id <> z.id AND (r.principal OR q.principal) AND NOT a:Person AND NOT z:Person AND a.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND b.status IN ['stated', 'inferred']
    AND q.status IN ['stated', 'inferred'] AND z.status IN ['stated', 'inferred']
    AND ($place IS NULL
      OR EXISTS { MATCH (a)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(s IN up WHERE s.status IN ['stated', 'inferred']) }
      OR EXISTS { MATCH (z)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(s IN up WHERE s.status IN ['stated', 'inferred']) })
  RETURN DISTINCT a, r, b
}
WITH a, r, b, [r.valid_from_first, b.date_first] AS opens, [r.valid_to_last, coalesce(b.end_date_last, CASE WHEN b.label = 'Activity' THEN b.date_last END)] AS closes
WHERE $as_of IS NULL OR (all(day IN opens WHERE coalesce(day, '') <= $as_of + '~') AND all(day IN closes WHERE coalesce(day, '9999') >= $as_of))
RETURN a.id AS a_id, a.name AS a, a.label AS a_label, a.status AS a_status, r.id AS edge_id, type(r) AS type,
  coalesce(r.kind, r.role) AS kind, r.status AS status, r.modality AS modality, r.evidence AS evidence,
  b.id AS b_id, b.name AS b, b.label AS b_label, b.status AS b_status
ORDER BY a_id, b_id, edge_id
LIMIT $limit

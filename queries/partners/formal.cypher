// title: {zh: 正式合作一览, en: Formal ties}
// doc:
//   zh: 全部签约、结对与同签一份协议的两方，计划中与已止的也列出，写在 modality；给出地方时只看至少一方在其境内的。disputed 是对它提出异议的决定。
//   en: Every two that signed, were paired or are parties of one agreement, with what is planned or has ended, as modality tells; with a place, those with an end within it; disputed are the decisions that dispute it.
// params:
//   place: {type: EntityId, default: null, doc: 某地之内 with an end within the place}
//   as_of: {type: date, default: null, doc: 某日有效 ties that may hold at the date}
// returns: {a: str, a_label: str, b: str, b_label: str, kind: str, via: str, since: str, until: str, status: str, modality: str, disputed: 'list[str]', evidence: 'list[str]', a_id: str, b_id: str, tie_id: str}
// example: {place: cn-530114}
CALL () {
  MATCH (a:Entity)-[r:PARTNERS_WITH]->(b:Entity)
  WHERE r.kind IN ['signed', 'paired'] AND a.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND b.status IN ['stated', 'inferred']
  RETURN a, b, r.kind AS kind, null AS via, r.valid_from AS since, r.valid_to AS until,
    [r.valid_from_first] AS opens, [r.valid_to_last] AS closes, r.status AS status, r.modality AS modality, coalesce(r.disputed, []) AS disputed, r.evidence AS evidence, r.id AS tie_id
  UNION ALL
  MATCH (i:Agreement)<-[r:PARTY_TO]-(a:Entity), (i)<-[q:PARTY_TO]-(b:Entity)
  WHERE a.id < b.id AND a.status IN ['stated', 'inferred'] AND b.status IN ['stated', 'inferred']
    AND i.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred']
  RETURN a, b, 'agreement' AS kind, i.name AS via, coalesce(i.date, r.valid_from) AS since, r.valid_to AS until,
    [i.date_first, r.valid_from_first, q.valid_from_first] AS opens, [r.valid_to_last, q.valid_to_last] AS closes,
    CASE WHEN i.status = 'stated' AND r.status = 'stated' AND q.status = 'stated' THEN 'stated' ELSE 'inferred' END AS status,
    head([m IN ['planned', 'ended'] WHERE m IN [i.modality, r.modality, q.modality]] + ['actual']) AS modality, coalesce(i.disputed, []) + coalesce(r.disputed, []) + coalesce(q.disputed, []) AS disputed, r.evidence + q.evidence AS evidence, i.id AS tie_id
}
WITH a, b, kind, via, since, until, opens, closes, status, modality, disputed, evidence, tie_id
WHERE ($as_of IS NULL OR (all(day IN opens WHERE coalesce(day, '') <= $as_of + '~') AND all(day IN closes WHERE coalesce(day, '9999') >= $as_of)))
  AND ($place IS NULL
    OR EXISTS { MATCH (a)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(s IN up WHERE s.status IN ['stated', 'inferred']) }
    OR EXISTS { MATCH (b)-[up:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(s IN up WHERE s.status IN ['stated', 'inferred']) })
UNWIND evidence AS item
WITH a, b, kind, via, since, until, status, modality, disputed, tie_id, item ORDER BY a.id, b.id, tie_id, item
WITH a, b, kind, via, since, until, status, modality, disputed, tie_id, collect(DISTINCT item) AS evidence
RETURN a.name AS a, a.label AS a_label, b.name AS b, b.label AS b_label, kind, via, since, until, status, modality, disputed, evidence,
  a.id AS a_id, b.id AS b_id, tie_id
ORDER BY kind, a_id, b_id, tie_id

// title: {zh: 久无活动的合作, en: 'Ties with no recent activity'}
// doc:
//   zh: 一方在境内、至少有一次有日期可查的每一对合作：quiet 指到某日为止已超过若干个月没有新的日期；undated 指从未写过日期，不能断定，不算缺口；active 指其间有活动。
//   en: Pairs with a tie, at least one of them within the place. quiet where the last dated tie lies more than the months before the day; undated where no date is told, which proves nothing and is no gap; else active.
// params:
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
//   months: {type: int, default: 12, doc: 几个月没有活动算久 how many months without activity are long}
//   as_of: {type: date, default: null, doc: 从哪天往回看；默认为图中最新的日期 looking back from; by default the newest date in the graph}
// returns: {a: str, b: str, verdict: str, last_date: str, today: str, formal: bool, evidence: 'list[str]', a_id: str, b_id: str, pair_id: str}
// of: coverage/all_tied_pairs
// severity: info
// sound: {verdict: [active, undated]}
// subject: pair_id
// wording: {zh: '{a} 与 {b} 自 {last_date} 之后未见活动（截至 {today}）', en: '{a} and {b} have no recorded activity after {last_date} (as of {today})'}
// picture: {query: network/neighbourhood, params: {entity: a_id}}
// example: {place: 晋中市}
CALL () {
  MATCH (s:Source) WHERE s.kind <> 'registry' RETURN max(s.published) AS day
  UNION ALL
  MATCH (i:Activity) WHERE i.status IN ['stated', 'inferred'] AND i.modality <> 'planned' RETURN max(coalesce(i.end_date, i.date)) AS day
  UNION ALL
  MATCH (c:Claim) WHERE c.status IN ['stated', 'inferred'] RETURN max(c.as_of) AS day
}
WITH coalesce($as_of, max(day)) AS today
MATCH (a:Entity {documented: true}) WHERE a.status IN ['stated', 'inferred'] AND NOT a:Instrument AND NOT a:Person
  AND ($place IS NULL OR EXISTS {
    MATCH (a)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(step IN w WHERE step.status IN ['stated', 'inferred'])
  })
CALL (a) {
  MATCH (a)-[r:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]-(b:Entity)
  WHERE NOT b:Instrument AND b.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND r.modality <> 'planned'
  RETURN b, r.evidence AS told, r.sources AS sources, type(r) = 'PARTNERS_WITH' AND r.kind IN ['paired', 'signed'] AS formal, r.valid_from_last AS day
  UNION ALL
  MATCH (a)-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(b:Entity)
  WHERE b.id <> a.id AND (r.principal OR q.principal) AND NOT b:Person AND i.status IN ['stated', 'inferred'] AND b.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred']
    AND all(e IN [r, q, i] WHERE e.modality <> 'planned')
  RETURN b, r.evidence + q.evidence AS told, r.sources + q.sources AS sources, i.label = 'Agreement' AS formal, coalesce(i.end_date_last, i.date_last) AS day
}
WITH CASE WHEN a.id < b.id THEN a ELSE b END AS a, CASE WHEN a.id < b.id THEN b ELSE a END AS b, told, formal, day, today
UNWIND told AS item
WITH a, b, today, formal, day, item ORDER BY a.id, b.id, item
WITH a, b, today, max(CASE WHEN formal THEN 1 ELSE 0 END) AS firm, max(day) AS last_date, collect(DISTINCT item) AS evidence
RETURN a.name AS a, b.name AS b,
  CASE WHEN last_date IS NULL OR today IS NULL THEN 'undated' WHEN toInteger(substring(today, 0, 4)) * 12 + toInteger(substring(today + '-12', 5, 2)) - (toInteger(substring(last_date, 0, 4)) * 12 + toInteger(substring(last_date + '-12', 5, 2))) > $months THEN 'quiet' ELSE 'active' END AS verdict,
  last_date, today, firm = 1 AS formal, evidence, a.id AS a_id, b.id AS b_id, a.id + '+' + b.id AS pair_id
ORDER BY verdict DESC, a, b, pair_id

// title: {zh: 手工补充与异议, en: Facts by hand}
// doc:
//   zh: 人据文件补充了什么、对什么提出异议、更正了什么，新的在前；默认只列仍然有效的。续页时给出上一页末行的 decided_at 与 decision_id。
//   en: What people added, disputed and corrected from documents, the newest first; by default what is in force. For the next page give decided_at and decision_id of the last row.
// params:
//   kind: {type: str, default: null, choices: [add, dispute, correct], doc: 只看补充或异议或更正 additions or disputes or corrections alone}
//   entity: {type: EntityId, default: null, doc: 只看关于谁的 those about this entity}
//   with_undone: {type: bool, default: false, doc: 连已撤销的 those that were undone too}
//   after_decided: {type: str, default: null, doc: 上一页末行的 decided_at that of the last row before}
//   after_id: {type: str, default: '', doc: 上一页末行的 decision_id that of the last row before}
//   limit: {type: int, default: 200, doc: 最多几行 how many at most}
// returns: {decided_at: str, who: str, kind: str, what: str, object: str, value: str, why: str, source: str, evidence: 'list[str]', undone: bool, batch: str, about_ids: 'list[str]', subject_id: str, decision_id: str}
// example: {kind: dispute}
OPTIONAL MATCH (u:Decision {kind: 'undo'})
WITH u.subject AS subject ORDER BY subject
WITH collect(subject) AS undone
MATCH (d:Decision)
WHERE d.kind IN ['add', 'correct', 'dispute'] AND size(coalesce(d.evidence, [])) > 0 AND ($kind IS NULL OR d.kind = $kind)
  AND ($entity IS NULL OR d.subject = $entity OR $entity IN coalesce(d.about, []))
  AND ($after_decided IS NULL OR d.decided_at < $after_decided OR (d.decided_at = $after_decided AND d.id > $after_id))
WITH d, d.id IN undone OR coalesce(d.batch, '') IN undone AS undone
WHERE $with_undone OR NOT undone
OPTIONAL MATCH (s:Record {id: split(d.evidence[0], '#')[0]})
RETURN d.decided_at AS decided_at, d.who AS who, d.kind AS kind, substring(d.name, size(d.kind) + 1) AS what,
  CASE WHEN d.kind = 'correct' THEN d.object END AS object, CASE WHEN d.kind = 'correct' THEN d.value END AS value, d.why AS why,
  s.name AS source, d.evidence AS evidence, undone, d.batch AS batch, coalesce(d.about, []) AS about_ids, d.subject AS subject_id, d.id AS decision_id
ORDER BY decided_at DESC, decision_id LIMIT $limit

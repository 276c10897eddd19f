// title: {zh: 决定, en: Decisions}
// doc:
//   zh: 谁在何时为何决定了什么，新的在前；已撤销的注明。给出 item 时只看关于它的。续页时给出上一页末行的 decided_at 与 decision_id。
//   en: Who decided what, when and why, the newest first, with those that were undone marked; with an item, what was decided about it. For the next page give decided_at and decision_id of the last row.
// params:
//   item: {type: str, default: null, doc: 实体、关系或数字的 id the id of an entity or relation or figure}
//   after_decided: {type: str, default: null, doc: 上一页末行的 decided_at that of the last row before}
//   after_id: {type: str, default: '', doc: 上一页末行的 decision_id that of the last row before}
//   limit: {type: int, default: 200, doc: 最多几行 how many at most}
// returns: {decided_at: str, who: str, kind: str, subject: str, object: str, value: str, why: str, undone: bool, batch: str, decision_id: str}
// example: {limit: 5}
OPTIONAL MATCH (u:Decision {kind: 'undo'})
WITH u.subject AS subject ORDER BY subject
WITH collect(subject) AS undone
MATCH (d:Decision)
WHERE ($item IS NULL OR d.subject = $item OR d.object = $item)
  AND ($after_decided IS NULL OR d.decided_at < $after_decided OR (d.decided_at = $after_decided AND d.id > $after_id))
RETURN d.decided_at AS decided_at, d.who AS who, d.kind AS kind, d.subject AS subject, d.object AS object, d.value AS value, d.why AS why,
  d.id IN undone OR coalesce(d.batch, '') IN undone AS undone, d.batch AS batch, d.id AS decision_id
ORDER BY decided_at DESC, decision_id LIMIT $limit

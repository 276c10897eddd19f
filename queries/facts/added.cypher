// title: {zh: 手工补充的, en: What was added by hand}
// doc:
//   zh: 人据文件补充、仍然有效的实体、关系、数字：谁、据何文件、为什么；一条一行，新的在前。
//   en: The entities, relations and figures that people added from documents and nobody undid, with who, on which document, and why; one row each, the newest first.
// params:
//   entity: {type: EntityId, default: null, doc: 只看关于谁的 those about this entity}
//   source: {type: SourceId, default: null, doc: 只看据这份文件补充的 those from this document}
// returns: {what: str, who: str, decided_at: str, why: str, source: str, evidence: 'list[str]', batch: str, about_ids: 'list[str]', source_id: str, statement_id: str, decision_id: str}
// example: {}
OPTIONAL MATCH (u:Decision {kind: 'undo'})
WITH u.subject AS subject ORDER BY subject
WITH collect(subject) AS undone
MATCH (d:Decision {kind: 'add'})
WHERE NOT (d.id IN undone OR coalesce(d.batch, '') IN undone)
  AND ($entity IS NULL OR d.subject = $entity OR $entity IN coalesce(d.about, []))
  AND ($source IS NULL OR d.hand = $source OR split(d.evidence[0], '#')[0] = $source)
OPTIONAL MATCH (s:Record {id: d.hand})
RETURN substring(d.name, size(d.kind) + 1) AS what, d.who AS who, d.decided_at AS decided_at, d.why AS why, s.name AS source, d.evidence AS evidence,
  d.batch AS batch, coalesce(d.about, []) AS about_ids, d.hand AS source_id, d.subject AS statement_id, d.id AS decision_id
ORDER BY decided_at DESC, decision_id

// title: {zh: 谁与谁合作, en: Partners of an entity}
// doc:
//   zh: 一方的全部合作方，不分正式与否，个人不算；同一合作方一行，列出各种关系、经由、情形（actual 实际、planned 计划、ended 已止）与出处；disputed 是对其中某个关系提出异议的决定。
//   en: Everybody but persons that an entity has a tie with, formal or other; one row a partner, with kinds, what it runs through, modalities (actual, planned, ended), evidence, and the decisions that dispute one of the ties.
// params:
//   entity: {type: EntityId, doc: 看谁的合作方 whose partners}
//   formal: {type: bool, default: false, doc: 只看签约与结对 signed and paired ties only}
//   side: {type: str, default: null, choices: [campus, locality, enterprise, other], doc: 合作方在哪一边 side of the partner}
//   label: {type: str, default: null, doc: 合作方的类型 type of the partner}
//   roll_up: {type: bool, default: false, doc: 院系并入其高校 colleges count as their university}
//   as_of: {type: date, default: null, doc: 某日有效 ties that may hold at the date}
//   with_successors: {type: bool, default: false, doc: 计入合并更名前的记录 count ties of predecessors too}
// returns: {partner: str, label: str, kinds: 'list[str]', via: 'list[str]', formal: bool, modality: 'list[str]', partner_aliases: 'list[str]', disputed: 'list[str]', evidence: 'list[str]', partner_id: str}
// example: {entity: cn-140702002010}
MATCH (asked:Entity {id: $entity})
OPTIONAL MATCH (asked)<-[past:SUCCEEDED_BY*1..5]-(old:Entity)
WHERE $with_successors AND all(s IN past WHERE s.status IN ['stated', 'inferred'])
WITH asked, old ORDER BY old.id
WITH asked, [asked.id] + collect(DISTINCT old.id) AS own
OPTIONAL MATCH (part:College)-[of:PART_OF]->(whole:Entity)
WHERE $roll_up AND whole.id IN own AND part.status IN ['stated', 'inferred'] AND of.status IN ['stated', 'inferred']
WITH own, part ORDER BY part.id
WITH own, collect(DISTINCT part.id) AS parts
WITH own + parts AS ids
UNWIND ids AS own_id
MATCH (e:Entity {id: own_id})
CALL (e) {
  MATCH (e)-[r:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]-(p:Entity)
  WHERE NOT e:Instrument AND NOT p:Instrument AND p.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
  RETURN p, coalesce(r.kind, toLower(type(r))) AS kind, null AS via,
    type(r) = 'PARTNERS_WITH' AND r.kind IN ['signed', 'paired'] AS formal, r.modality AS modality, r.evidence AS evidence, coalesce(r.disputed, []) AS disputed,
    [r.valid_from_first] AS opens, [r.valid_to_last] AS closes
  UNION ALL
  MATCH (e)-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(p:Entity)
  WHERE p.id <> e.id AND (r.principal OR q.principal) AND NOT p:Person AND i.status IN ['stated', 'inferred'] AND p.status IN ['stated', 'inferred']
    AND r.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred']
  RETURN p, toLower(i.label) AS kind, i.name AS via, i.label = 'Agreement' AS formal,
    head([m IN ['planned', 'ended'] WHERE m IN [i.modality, r.modality, q.modality]] + ['actual']) AS modality, r.evidence + q.evidence AS evidence,
    coalesce(r.disputed, []) + coalesce(q.disputed, []) + coalesce(i.disputed, []) AS disputed,
    [r.valid_from_first, q.valid_from_first, i.date_first] AS opens, [r.valid_to_last, q.valid_to_last, coalesce(i.end_date_last, CASE WHEN i.label = 'Activity' THEN i.date_last END)] AS closes
}
WITH ids, p, kind, via, formal, modality, evidence, disputed, opens, closes
WHERE (formal OR NOT $formal) AND ($as_of IS NULL OR (all(day IN opens WHERE coalesce(day, '') <= $as_of + '~') AND all(day IN closes WHERE coalesce(day, '9999') >= $as_of)))
OPTIONAL MATCH (p)-[of:PART_OF]->(u:University)
WHERE $roll_up AND p.label = 'College' AND of.status IN ['stated', 'inferred'] AND u.status IN ['stated', 'inferred']
WITH ids, coalesce(u, p) AS partner, kind, via, formal, modality, evidence, disputed
WHERE NOT partner.id IN ids AND ($side IS NULL OR partner.side = $side) AND ($label IS NULL OR partner.label = $label)
UNWIND evidence AS item
WITH partner, kind, via, formal, modality, disputed, item ORDER BY partner.id, kind, via, modality
WITH partner, collect(DISTINCT kind) AS kinds, collect(DISTINCT via) AS vias, collect(DISTINCT modality) AS seen,
  max(CASE WHEN formal THEN 1 ELSE 0 END) AS firm, collect(item) AS items, collect(disputed) AS disputes
UNWIND items AS item
WITH partner, kinds, vias, [m IN ['actual', 'planned', 'ended'] WHERE m IN seen] AS modality, firm, disputes, item ORDER BY partner.id, item
WITH partner, kinds, vias, modality, firm, reduce(all_of_them = [], some IN disputes | all_of_them + some) AS disputes, collect(DISTINCT item) AS items
UNWIND CASE WHEN size(disputes) = 0 THEN [null] ELSE disputes END AS dispute
WITH partner, kinds, vias, modality, firm, items, dispute ORDER BY partner.id, dispute
WITH partner, kinds, vias, modality, firm, items, collect(DISTINCT dispute) AS disputed
RETURN partner.name AS partner, partner.label AS label, kinds, vias AS via, firm = 1 AS formal, modality, coalesce(partner.aliases, []) AS partner_aliases,
  disputed, items AS evidence, partner.id AS partner_id
ORDER BY formal DESC, partner, partner_id

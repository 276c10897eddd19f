// title: {zh: 在名单而未见活动, en: 'On a roster with no activity'}
// doc:
//   zh: 园区、平台、联盟的成员或入驻者，自身与其院系没有参加过任何有记录的活动、项目、机制或协议。
//   en: Members and residents of a zone, platform or alliance that, with their colleges, take part in no recorded activity, project, program or agreement.
// params:
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
// returns: {roster: str, member: str, label: str, evidence: 'list[str]', roster_id: str, member_id: str, row_id: str}
// of: coverage/all_roster_members
// severity: info
// subject: row_id
// wording: {zh: '{member} 在{roster}的名单上，未见参加任何活动', en: '{member} is on the roster of {roster}, with no recorded activity'}
// picture: {query: network/neighbourhood, params: {entity: member_id}}
// example: {place: 榆次区}
MATCH (g:Entity {documented: true})<-[m:MEMBER_OF|RESIDENT_OF]-(o:Entity)
WHERE g.label IN ['Association', 'Platform', 'Zone'] AND g.status IN ['stated', 'inferred'] AND m.status IN ['stated', 'inferred'] AND o.status IN ['stated', 'inferred']
  AND ($place IS NULL OR EXISTS {
    MATCH (g)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(step IN w WHERE step.status IN ['stated', 'inferred'])
  } OR EXISTS {
    // an alliance that somebody within the place set up or leads
    MATCH (g)<-[f:COOPERATES_ON|FOUNDED|LEADS|OPERATES|PARTICIPATES_IN|PARTNERS_WITH|PARTY_TO|SERVES]-(:Entity)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE type(f) IN ['FOUNDED', 'LEADS', 'OPERATES'] AND f.status IN ['stated', 'inferred'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
  })
  AND NOT EXISTS {
    MATCH (o)<-[of:PART_OF*0..1]-(x:Entity)-[t:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)
    WHERE (x.id = o.id OR x.label = 'College') AND t.status IN ['stated', 'inferred'] AND i.status IN ['stated', 'inferred'] AND all(e IN [t, i] WHERE e.modality <> 'planned')
  }
UNWIND m.evidence AS item
WITH g, o, item ORDER BY g.id, o.id, item
WITH g, o, collect(DISTINCT item) AS evidence
RETURN g.name AS roster, o.name AS member, o.label AS label, evidence, g.id AS roster_id, o.id AS member_id, g.id + '+' + o.id AS row_id
ORDER BY roster, member, row_id

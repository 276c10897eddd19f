// title: {zh: 没有合作方的社区, en: Communities without a partner}
// doc:
//   zh: 文件写到而没有任何合作记录的社区与村。意为“未见记录”，不等于没有。
//   en: Communities and villages that documents name, with no recorded tie to anybody. It means none recorded, not none.
// params:
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
//   partner_side: {type: str, default: null, choices: [campus, locality, enterprise, other], doc: 只看哪一边的合作方 partners of this side only}
// returns: {community: str, kind: str, evidence: 'list[str]', community_id: str}
// of: coverage/all_communities
// severity: warning
// subject: community_id
// wording: {zh: '{community} 在文件中出现，未见合作记录', en: '{community} is named in documents, with no recorded partner'}
// picture: {query: network/neighbourhood, params: {entity: community_id}}
// example: {place: 雁山区}
MATCH (s:Entity {documented: true})
WHERE s.label = 'Community' AND s.status IN ['stated', 'inferred']
  AND ($place IS NULL OR EXISTS {
    MATCH (s)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(step IN w WHERE step.status IN ['stated', 'inferred'])
  })
  AND NOT (EXISTS {
    MATCH (s)-[t:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]-(p:Entity) WHERE NOT p:Instrument AND t.status IN ['stated', 'inferred'] AND t.modality <> 'planned' AND p.status IN ['stated', 'inferred']
      AND ($partner_side IS NULL OR p.side = $partner_side)
  } OR EXISTS {
    MATCH (s)-[t:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(p:Entity)
    WHERE p.id <> s.id AND ($partner_side IS NULL OR p.side = $partner_side) AND (t.principal OR q.principal) AND NOT p:Person
      AND t.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred'] AND i.status IN ['stated', 'inferred'] AND p.status IN ['stated', 'inferred']
      AND all(e IN [t, q, i] WHERE e.modality <> 'planned')
  })
UNWIND s.evidence AS item
WITH s, item ORDER BY s.id, item
WITH s, collect(DISTINCT item) AS evidence
RETURN s.name AS community, s.kind AS kind, evidence, s.id AS community_id
ORDER BY community, community_id

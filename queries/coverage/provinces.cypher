// title: {zh: 各省的覆盖, en: Coverage of all provinces}
// doc:
//   zh: 每省一行：名录与文件共有多少县区、街道乡镇、社区村，其中街道乡镇与社区村各属哪一类。figure 是文件宣称有多少。六类互斥，合计为总数：formal 有写明对方的签约、结对或协议；other 只有别的合作；declared 只有宣称的数字（关于它的合作方，或上级所说的同类有多少）；surveyed_none 普查写明没有；unrecorded 文件写到而未见合作；unsurveyed 没有文件写到。普查指来源声明对一地一事完整。高校两个数：文件写明在此的，与名录所载校址在此级的。
//   en: One row for each province, with how many cities, districts, subdistricts and communities exist in registries and documents, and the class of each subdistrict and community. figure is how many documents declare. The six classes exclude each other and add up. formal has a named signed or paired tie or an agreement; other has only other ties; declared has only a figure, about its partners or of a place above that counts its like; surveyed_none is none by a complete survey; unrecorded is named by documents with no tie; unsurveyed is named by none. A survey is a source that says it is complete for a place and topic. Universities are two numbers, those that documents state there and those whose seat a registry puts there.
// params:
//   as_of: {type: date, default: null, doc: 某日有效 ties that may hold at the date}
//   partner_side: {type: str, default: null, choices: [campus, locality, enterprise, other], doc: 只算哪一边的合作方 count partners of this side only}
//   partner_label: {type: str, default: null, doc: 只算这一类型的合作方 count partners of this type only}
//   topic: {type: str, default: 合作, doc: 普查的事项 the topic that a survey must cover}
// returns: {place: str, level: str, cities: int, districts: int, subdistricts: int, subdistricts_formal: int, subdistricts_other: int, subdistricts_declared: int, subdistricts_surveyed_none: int, subdistricts_unrecorded: int, subdistricts_unsurveyed: int, subdistricts_figure: int, communities: int, communities_formal: int, communities_other: int, communities_declared: int, communities_surveyed_none: int, communities_unrecorded: int, communities_unsurveyed: int, communities_figure: int, heis_stated: int, heis_registered: int, registry_date: str, newest_source: str, place_id: str}
// example: {partner_side: campus}
CALL () {
  // all that exist: the registered by their code, which begins with the code of the province, the others by PART_OF
  CALL () {
    MATCH (n:City) WHERE n.status IN ['stated', 'inferred'] RETURN substring(n.code, 0, 2) AS code, 'City' AS label, count(*) AS found
    UNION ALL
    MATCH (n:District) WHERE n.status IN ['stated', 'inferred'] RETURN substring(n.code, 0, 2) AS code, 'District' AS label, count(*) AS found
    UNION ALL
    MATCH (n:Subdistrict) WHERE n.status IN ['stated', 'inferred'] RETURN substring(n.code, 0, 2) AS code, 'Subdistrict' AS label, count(*) AS found
    UNION ALL
    MATCH (n:Community) WHERE n.status IN ['stated', 'inferred'] RETURN substring(n.code, 0, 2) AS code, 'Community' AS label, count(*) AS found
  }
  MATCH (p:Entity {id: 'cn-' + code})
  RETURN p.id AS place_id, label, 0 AS rank, found, null AS told
  UNION ALL
  MATCH (n:Entity {documented: true})-[w:PART_OF*1..4]->(p:Province)
  WHERE n.code IS NULL AND n.label IN ['City', 'Community', 'District', 'Subdistrict'] AND n.status IN ['stated', 'inferred'] AND p.status IN ['stated', 'inferred'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
  RETURN p.id AS place_id, n.label AS label, 0 AS rank, count(DISTINCT n) AS found, null AS told
  UNION ALL
  CALL () {
    // named in documents: 5 with a formal tie, 4 with any, 1 with none
    MATCH (n:Entity {documented: true}) WHERE n.label IN ['Community', 'Subdistrict'] AND n.status IN ['stated', 'inferred']
    CALL (n) {
      MATCH (n)-[r:FOUNDED|OPERATES|PARTNERS_WITH|SERVES]-(p:Entity)
      WHERE NOT p:Instrument AND p.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND r.modality <> 'planned'
        AND ($partner_side IS NULL OR p.side = $partner_side) AND ($partner_label IS NULL OR p.label = $partner_label)
        AND ($as_of IS NULL OR (coalesce(r.valid_from_first, '') <= $as_of + '~' AND coalesce(r.valid_to_last, '9999') >= $as_of))
      RETURN CASE WHEN type(r) = 'PARTNERS_WITH' AND r.kind IN ['paired', 'signed'] THEN 5 ELSE 4 END AS rank
      UNION ALL
      MATCH (n)-[r:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]->(i:Instrument)<-[q:COOPERATES_ON|LEADS|OPERATES|PARTICIPATES_IN|PARTY_TO]-(p:Entity)
      WHERE p.id <> n.id AND (r.principal OR q.principal) AND NOT p:Person AND i.status IN ['stated', 'inferred'] AND p.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND q.status IN ['stated', 'inferred'] AND all(e IN [r, q, i] WHERE e.modality <> 'planned')
        AND ($partner_side IS NULL OR p.side = $partner_side) AND ($partner_label IS NULL OR p.label = $partner_label)
        AND ($as_of IS NULL OR (all(day IN [r.valid_from_first, q.valid_from_first, i.date_first] WHERE coalesce(day, '') <= $as_of + '~')
          AND all(day IN [r.valid_to_last, q.valid_to_last, coalesce(i.end_date_last, CASE WHEN i.label = 'Activity' THEN i.date_last END)] WHERE coalesce(day, '9999') >= $as_of)))
      RETURN CASE WHEN i.label = 'Agreement' THEN 5 ELSE 4 END AS rank
      UNION ALL
      RETURN 1 AS rank
    }
    RETURN n, rank
    UNION ALL
    // 3: a figure counts its partners
    MATCH (c:Claim)-[:ABOUT]->(n:Entity)
    WHERE n.label IN ['Community', 'Subdistrict'] AND c.members_by IN ['any', 'formal', 'FOUNDED', 'OPERATES', 'PARTNERS_WITH', 'PARTY_TO', 'SERVES'] AND c.status IN ['stated', 'inferred'] AND n.status IN ['stated', 'inferred']
      AND ($partner_label IS NULL OR c.members_label = $partner_label)
    RETURN n, 3 AS rank
    UNION ALL
    // 3: a figure of a place above counts its like
    MATCH (c:Claim)-[:ABOUT]->(g:Entity)<-[w:PART_OF*1..4]-(n:Entity)
    WHERE c.members_by = 'within' AND c.members_label IN ['Community', 'Subdistrict'] AND n.label = c.members_label AND (c.members_kind IS NULL OR n.kind IN split(c.members_kind, '|'))
      AND c.status IN ['stated', 'inferred'] AND n.status IN ['stated', 'inferred'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
    RETURN n, 3 AS rank
    UNION ALL
    // 2: a complete survey covers it
    MATCH (s:Source) WHERE s.status IN ['stated', 'inferred']
    UNWIND coalesce(s.covers, []) AS cover
    WITH cover WHERE cover CONTAINS '"complete": true' AND cover CONTAINS '"topic": "' + $topic + '"'
      AND ($as_of IS NULL OR NOT cover CONTAINS '"as_of": "' OR split(split(cover, '"as_of": "')[1], '"')[0] <= $as_of + '~')
    MATCH (g:Entity {id: 'cn-' + split(split(cover, '"place": "')[1], '"')[0]})<-[w:PART_OF*0..4]-(n:Entity)
    WHERE n.label IN ['Community', 'Subdistrict'] AND n.status IN ['stated', 'inferred'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
    RETURN n, 2 AS rank
  }
  WITH n, max(rank) AS rank
  MATCH (n)-[w:PART_OF*1..4]->(p:Province) WHERE p.status IN ['stated', 'inferred'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
  WITH DISTINCT p, n, rank
  RETURN p.id AS place_id, n.label AS label, rank, count(n) AS found, null AS told
  UNION ALL
  // universities that documents put there
  MATCH (n:Entity {documented: true})-[r:LOCATED_IN|RESIDENT_OF]->(x:Entity)
  WHERE n.label = 'University' AND r.documented AND n.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
  MATCH (x)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(p:Province) WHERE p.status IN ['stated', 'inferred'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
  RETURN p.id AS place_id, 'University' AS label, 1 AS rank, count(DISTINCT n) AS found, null AS told
  UNION ALL
  // and those whose seat a registry puts there
  MATCH (s:Source) WHERE s.kind = 'registry'
  WITH s ORDER BY s.id
  WITH collect(s.id) AS registries
  MATCH (n:University)-[r:LOCATED_IN]->(x:Entity)
  WHERE any(source IN r.sources WHERE source IN registries) AND n.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred']
  MATCH (x)-[w:PART_OF*0..4]->(p:Province) WHERE p.status IN ['stated', 'inferred'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
  RETURN p.id AS place_id, 'University' AS label, 2 AS rank, count(DISTINCT n) AS found, null AS told
  UNION ALL
  // the newest document that names something there
  MATCH (n:Entity {documented: true}) WHERE n.status IN ['stated', 'inferred']
  MATCH (n)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(p:Province) WHERE p.status IN ['stated', 'inferred'] AND all(step IN w WHERE step.status IN ['stated', 'inferred'])
  MATCH (s:Source) WHERE s.id IN n.sources AND s.kind <> 'registry'
  RETURN p.id AS place_id, 'Source' AS label, 1 AS rank, 0 AS found, max(s.published) AS told
  UNION ALL
  // 9: how many a figure of the place itself declares
  MATCH (c:Claim)-[:ABOUT]->(p:Entity)
  WHERE c.members_by = 'within' AND c.members_label IN ['Community', 'Subdistrict'] AND p:Place AND c.status IN ['stated', 'inferred']
  RETURN p.id AS place_id, c.members_label AS label, 9 AS rank, max(toInteger(c.value)) AS found, null AS told
}
WITH place_id,
  sum(CASE WHEN label = 'City' AND rank = 0 THEN found ELSE 0 END) AS cities,
  sum(CASE WHEN label = 'District' AND rank = 0 THEN found ELSE 0 END) AS districts,
  sum(CASE WHEN label = 'Subdistrict' AND rank = 0 THEN found ELSE 0 END) AS subdistricts,
  sum(CASE WHEN label = 'Subdistrict' AND rank = 5 THEN found ELSE 0 END) AS subdistricts_formal,
  sum(CASE WHEN label = 'Subdistrict' AND rank = 4 THEN found ELSE 0 END) AS subdistricts_other,
  sum(CASE WHEN label = 'Subdistrict' AND rank = 3 THEN found ELSE 0 END) AS subdistricts_declared,
  sum(CASE WHEN label = 'Subdistrict' AND rank = 2 THEN found ELSE 0 END) AS subdistricts_surveyed_none,
  sum(CASE WHEN label = 'Subdistrict' AND rank = 1 THEN found ELSE 0 END) AS subdistricts_unrecorded,
  sum(CASE WHEN label = 'Subdistrict' AND rank = 0 THEN found ELSE 0 END) - sum(CASE WHEN label = 'Subdistrict' AND rank IN [1, 2, 3, 4, 5] THEN found ELSE 0 END) AS subdistricts_unsurveyed,
  max(CASE WHEN label = 'Subdistrict' AND rank = 9 THEN found END) AS subdistricts_figure,
  sum(CASE WHEN label = 'Community' AND rank = 0 THEN found ELSE 0 END) AS communities,
  sum(CASE WHEN label = 'Community' AND rank = 5 THEN found ELSE 0 END) AS communities_formal,
  sum(CASE WHEN label = 'Community' AND rank = 4 THEN found ELSE 0 END) AS communities_other,
  sum(CASE WHEN label = 'Community' AND rank = 3 THEN found ELSE 0 END) AS communities_declared,
  sum(CASE WHEN label = 'Community' AND rank = 2 THEN found ELSE 0 END) AS communities_surveyed_none,
  sum(CASE WHEN label = 'Community' AND rank = 1 THEN found ELSE 0 END) AS communities_unrecorded,
  sum(CASE WHEN label = 'Community' AND rank = 0 THEN found ELSE 0 END) - sum(CASE WHEN label = 'Community' AND rank IN [1, 2, 3, 4, 5] THEN found ELSE 0 END) AS communities_unsurveyed,
  max(CASE WHEN label = 'Community' AND rank = 9 THEN found END) AS communities_figure,
  sum(CASE WHEN label = 'University' AND rank = 1 THEN found ELSE 0 END) AS heis_stated,
  sum(CASE WHEN label = 'University' AND rank = 2 THEN found ELSE 0 END) AS heis_registered,
  max(told) AS newest_source,
  max(CASE WHEN rank = 0 THEN 1 ELSE 0 END) AS listed
MATCH (p:Entity {id: place_id}) WHERE listed = 1
OPTIONAL MATCH (s:Source) WHERE s.id IN p.sources AND s.kind = 'registry'
WITH p, cities, districts, subdistricts, subdistricts_formal, subdistricts_other, subdistricts_declared, subdistricts_surveyed_none, subdistricts_unrecorded, subdistricts_unsurveyed, subdistricts_figure, communities, communities_formal, communities_other, communities_declared, communities_surveyed_none, communities_unrecorded, communities_unsurveyed, communities_figure, heis_stated, heis_registered, newest_source, max(s.published) AS registry_date
RETURN p.name AS place, p.label AS level, cities, districts, subdistricts, subdistricts_formal, subdistricts_other, subdistricts_declared, subdistricts_surveyed_none, subdistricts_unrecorded, subdistricts_unsurveyed, subdistricts_figure, communities, communities_formal, communities_other, communities_declared, communities_surveyed_none, communities_unrecorded, communities_unsurveyed, communities_figure, heis_stated, heis_registered, registry_date, newest_source, p.id AS place_id
ORDER BY place_id

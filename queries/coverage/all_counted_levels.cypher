// title: {zh: 文件写到几处下级, en: 'Levels that documents count or name'}
// doc: {zh: “名录与文件”的分母。, en: What gaps/registry_against_documents is a part of.}
// params:
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
// returns: {total: int}
// form: count
// example: {place: 雁山区}
CALL () {
  // a figure that counts the divisions within, or a division named in documents
  MATCH (c:Claim)-[:ABOUT]->(g:Entity)
  WHERE c.members_by = 'within' AND c.members_label IN ['City', 'Community', 'District', 'Subdistrict'] AND c.status IN ['stated', 'inferred'] AND g:Place AND g.status IN ['stated', 'inferred']
  RETURN g, c.members_label AS label
  UNION
  MATCH (n:Entity {documented: true})-[r:PART_OF]->(g:Place)
  WHERE n.label IN ['City', 'Community', 'District', 'Subdistrict'] AND n.status IN ['stated', 'inferred'] AND r.status IN ['stated', 'inferred'] AND g.status IN ['stated', 'inferred']
  RETURN g, n.label AS label
}
WITH DISTINCT g, label
WHERE $place IS NULL OR EXISTS {
    MATCH (g)-[w:PART_OF*0..4]->(:Entity {id: $place}) WHERE all(step IN w WHERE step.status IN ['stated', 'inferred'])
  }
RETURN count(*) AS total

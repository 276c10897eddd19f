// title: {zh: 出处原文, en: Passages}
// doc:
//   zh: 所引段落的原文及其前后几段；只有用户自己的文献存有原文。
//   en: The text of the paragraphs that are cited, and of some around them; only of users' own documents is it kept.
// params:
//   evidence: {type: 'list[str]', doc: 出处 pieces of evidence}
//   around: {type: int, default: 2, doc: 前后各几段 how many paragraphs before and after}
// returns: {source: str, paragraph: int, last_paragraph: int, cited: bool, text: str, passage_id: str}
// example: {evidence: ['proposed-yuci#2']}
UNWIND $evidence AS item
WITH split(item, '#')[0] AS source, split(split(item, '#')[1], '-') AS span
WITH source, toInteger(head(span)) AS low, toInteger(last(span)) AS high
MATCH (p:Record {source: source})
WHERE p.label = 'Passage' AND p.paragraph <= high + $around AND p.last_paragraph >= low - $around
WITH p, max(CASE WHEN p.paragraph <= high AND p.last_paragraph >= low THEN 1 ELSE 0 END) AS cited
RETURN p.source AS source, p.paragraph AS paragraph, p.last_paragraph AS last_paragraph, cited = 1 AS cited, p.text AS text, p.id AS passage_id
ORDER BY source, paragraph, passage_id

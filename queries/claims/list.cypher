// title: {zh: 数字一览, en: Figures}
// doc:
//   zh: 文件说过的每个数字，按 id 排列；可只看一个对象、一地、一个指标、一种或一个单位（元即各项资金）。续页时给出上一页末行的 claim_id。
//   en: Each figure as it is stated, in the order of ids, about one entity, in one place, of one topic, kind or unit (元 are sums of money). For the next page give claim_id of the last row.
// params:
//   about: {type: EntityId, default: null, doc: 关于谁 whom the figures are about}
//   place: {type: EntityId, default: null, doc: 地方，含其所辖 a place and what lies within it}
//   topic: {type: str, default: null, doc: 指标，如 驻地高校 what the figures count}
//   kind: {type: str, default: null, choices: [null, declared, target, derived], doc: 宣称、目标或推算 how the figure is meant}
//   unit: {type: str, default: null, doc: 单位，如元 unit of the figures}
//   parts: {type: bool, default: true, doc: 也列部分数 figures of a part too}
//   after_id: {type: str, default: '', doc: 上一页末行的 claim_id that of the last row before}
//   limit: {type: int, default: 200, doc: 最多几个 how many at most}
// returns: {about: str, topic: str, printed: str, value: number, qualifier: str, unit: str, scope: str, period: str, as_of: str, kind: str, status: str, sources: 'list[str]', evidence: 'list[str]', about_id: str, claim_id: str}
// example: {topic: 驻地高校, place: 晋中市}
MATCH (c:Claim)-[:ABOUT]->(e:Entity)
WHERE c.id > $after_id AND c.status IN ['stated', 'inferred'] AND e.status IN ['stated', 'inferred']
  AND ($about IS NULL OR e.id = $about) AND ($topic IS NULL OR c.topic = $topic) AND ($kind IS NULL OR c.kind = $kind) AND ($unit IS NULL OR c.unit = $unit)
  AND ($parts OR c.scope IS NULL)
  AND ($place IS NULL OR EXISTS {
    MATCH (e)-[w:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place}) WHERE all(step IN w WHERE step.status IN ['stated', 'inferred'])
  } OR EXISTS {
    // what somebody within the place runs or founded, itself or as part of something larger
    MATCH (e)-[of:PART_OF*0..4]->(:Entity)<-[carries:COOPERATES_ON|FOUNDED|LEADS|OPERATES|PARTICIPATES_IN|PARTNERS_WITH|PARTY_TO|SERVES]-(:Entity)-[inside:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
    WHERE NOT type(carries) IN ['PARTNERS_WITH', 'SERVES'] AND coalesce(carries.principal, true) AND carries.status IN ['stated', 'inferred']
      AND all(step IN of + inside WHERE step.status IN ['stated', 'inferred'])
  } OR EXISTS {
    // what it needs, provides or issued
    MATCH (e)<-[gives:HAS_NEED|ISSUED|PROVIDES]-(:Entity)-[inside:LOCATED_IN|PART_OF|RESIDENT_OF*0..6]->(:Entity {id: $place})
    WHERE gives.status IN ['stated', 'inferred'] AND all(step IN inside WHERE step.status IN ['stated', 'inferred'])
  })
RETURN e.name AS about, c.topic AS topic, c.printed AS printed, c.value AS value, c.qualifier AS qualifier, c.unit AS unit, c.scope AS scope,
  c.period AS period, c.as_of AS as_of, c.kind AS kind, c.status AS status, c.sources AS sources, c.evidence AS evidence, e.id AS about_id, c.id AS claim_id
ORDER BY claim_id
LIMIT $limit

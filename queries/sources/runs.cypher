// title: {zh: 装载记录, en: Runs}
// doc:
//   zh: 每次装载与撤下：何时、结果、计数；新的在前，正在装载的最前。续页时给出上一页末行的 started 与 run_id。
//   en: Each load and unload with its time, outcome and counts, the newest first and what is loading now before all. For the next page give started and run_id of the last row.
// params:
//   source: {type: SourceId, default: null, doc: 只看这个来源 of this source alone}
//   state: {type: str, default: null, choices: [null, loading, done, failed], doc: 只看这种结果 of this outcome}
//   after_started: {type: str, default: null, doc: 上一页末行的 started that of the last row before}
//   after_id: {type: str, default: '', doc: 上一页末行的 run_id that of the last row before}
//   limit: {type: int, default: 200, doc: 最多几个 how many at most}
// returns: {source: str, action: str, state: str, started: str, finished: str, counts: str, run_id: str}
// example: {source: 000-yuci}
MATCH (r:Run)
WHERE ($source IS NULL OR r.source = $source) AND ($state IS NULL OR r.state = $state)
WITH r, coalesce(r.started, 'now') AS moment, coalesce($after_started, 'now') AS after
WHERE moment < after OR moment = after AND r.id > $after_id
RETURN r.source AS source, r.action AS action, r.state AS state, r.started AS started, r.finished AS finished, r.counts AS counts, r.id AS run_id
ORDER BY moment DESC, run_id
LIMIT $limit

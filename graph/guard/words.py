"""What a reading text may name: clauses, functions and procedures, and why the best known others are refused."""

from __future__ import annotations

from graph.errors import Text


def words(*lines: str) -> frozenset[str]:
    return frozenset(" ".join(lines).split())


AGGREGATES = words("count collect sum avg min max stdev stdevp percentilecont percentiledisc")
#: Functions of both engines, and such of one that only read their arguments.
FUNCTIONS = AGGREGATES | words(
    # of one value
    "coalesce elementid endnode exists head id isempty last length nullif properties size startnode timestamp",
    "toboolean tobooleanornull tofloat tofloatornull tointeger tointegerornull type valuetype",
    # lists
    "keys labels nodes relationships range reverse tail tobooleanlist tofloatlist tointegerlist tostringlist",
    # strings
    "btrim char_length character_length left lower ltrim normalize replace right rtrim split substring tolower",
    "tostring tostringornull toupper trim upper",
    # numbers
    "abs acos asin atan atan2 ceil cos cot degrees e exp floor haversin isnan log log10 pi radians rand round sign",
    "sin sqrt tan",
    # dates and places
    "date date.truncate datetime datetime.fromepoch datetime.fromepochmillis datetime.truncate duration",
    "duration.between duration.indays duration.inmonths duration.inseconds localdatetime localdatetime.truncate",
    "localtime localtime.truncate time time.truncate point point.distance",
)
#: Their answers grow with their arguments; those of all other functions are small.
GROWING = words(
    "coalesce collect head last left lower ltrim max min normalize nullif percentiledisc properties replace reverse",
    "right rtrim split substring tail tobooleanlist tofloatlist tointegerlist tolower tostring tostringlist",
    "tostringornull toupper trim btrim upper",
)
PROCEDURES = words("db.labels db.relationshiptypes db.propertykeys")

CLAUSES = "MATCH, OPTIONAL MATCH, WHERE, WITH, UNWIND, CALL { }, RETURN, ORDER BY, SKIP, LIMIT, UNION"

#: Words at the place of a clause, the rule that they break, and why.
_REFUSED = (
    (
        words(
            "CREATE MERGE SET DELETE DETACH NODETACH REMOVE FOREACH INSERT DROP ALTER RENAME ADD IN COPY IMPORT EXPORT"
        ),
        "write",
        Text(
            "这里只能读图；改动请用装载或审核",
            "the graph is only read here; change it by loading or reviewing",
        ),
    ),
    (
        words("SHOW TERMINATE GRANT REVOKE DENY START STOP ENABLE DEALLOCATE REALLOCATE DRYRUN BEGIN COMMIT ROLLBACK"),
        "administration",
        Text(
            "这里看不到服务器的设置、用户与事务",
            "settings, users and transactions of the server are not shown here",
        ),
    ),
    (words("LOAD"), "files", Text("不能读文件或网络", "neither files nor the network are read")),
    (words("USE"), "database", Text("数据库由设置决定", "the settings choose the database")),
    (
        words("EXPLAIN PROFILE CYPHER FOR"),
        "prefix",
        Text(
            "去掉 EXPLAIN、PROFILE 等前缀；语句的时间与行数本有上限",
            "leave out EXPLAIN, PROFILE and other prefixes; time and rows of a statement are bounded anyway",
        ),
    ),
    (
        words("ORDER SKIP OFFSET LIMIT FILTER WHERE"),
        "clause",
        Text(
            "跟在 WITH 或 RETURN 后面，如 WITH * LIMIT 5、WITH * WHERE …",
            "put it behind WITH or RETURN, as in WITH * LIMIT 5 or WITH * WHERE …",
        ),
    ),
)


def why_refused(word: str) -> tuple[str, Text]:
    """The rule that a word breaks at the place of a clause, and what to do instead."""
    for words, rule, why in _REFUSED:
        if word in words:
            return rule, why
    return "clause", Text(f"可用：{CLAUSES}", f"there are: {CLAUSES}")

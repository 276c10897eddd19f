"""What an engine plans to do: operators that read the graph, and none else."""

from __future__ import annotations

from collections.abc import Iterable

from graph.errors import CypherRefused, Text
from graph.guard.words import PROCEDURES

#: Rows that a product of two unjoined patterns may be expected to have.
MAX_PRODUCT = 50_000_000.0

#: Neo4j's names. Scans and seeks of nodes and relationships have many forms; their ends tell them.
_OPERATORS = frozenset(
    " ".join(
        (
            "Aggregation EagerAggregation OrderedAggregation Distinct OrderedDistinct Eager EmptyResult EmptyRow Empty",
            "Argument ArgumentTracker Anti AntiSemiApply AntiConditionalApply Apply ConditionalApply SemiApply",
            "LetSemiApply LetAntiSemiApply LetSelectOrSemiApply LetSelectOrAntiSemiApply SelectOrSemiApply",
            "SelectOrAntiSemiApply RollUpApply CartesianProduct AssertSameNode AssertSameRelationship AssertIsNode",
            "CacheProperties Filter Projection ProjectEndpoints ProduceResults Input Selection Prober PreserveOrder",
            "Expand(All) Expand(Into) OptionalExpand(All) OptionalExpand(Into) Optional VarLengthExpand(All)",
            "VarLengthExpand(Into) VarLengthExpand(Pruning) VarLengthExpand(Pruning,BFS)",
            "VarLengthExpand(Pruning,BFS,All)",
            "VarLengthExpand(Pruning,BFS,Into) BFSPruningVarLengthExpand PruningVarLengthExpand ShortestPath",
            "StatefulShortestPath(All) StatefulShortestPath(Into) Trail Repeat(Trail) Repeat(Walk)",
            "BidirectionalRepeat(Trail) NodeHashJoin ValueHashJoin LeftOuterHashJoin RightOuterHashJoin",
            "NodeLeftOuterHashJoin NodeRightOuterHashJoin TriadicSelection TriadicBuild TriadicFilter",
            "Limit ExhaustiveLimit Skip Sort PartialSort Top PartialTop Top1WithTies Union OrderedUnion Unwind",
            "NodeCountFromCountStore RelationshipCountFromCountStore NullifyMetadata NonFuseable NonPipelined",
            "NonPipelinedStreaming PartitionedUnwind ProcedureCall",
        )
    ).split()
)
_KINDS = ("Scan", "Seek", "SeekByRange", "Scan(Partitioned)")


def check_plan(operators: Iterable[tuple[str, str, float]]) -> None:
    """Refuse a plan with an operator that is not known to read the graph alone.

    Args:
        operators: of each its name, its details, and the rows that are expected of it.

    Raises:
        CypherRefused: at 1:1, since a plan has no places.
    """
    for name, details, rows in operators:
        if not (name in _OPERATORS or _reads_nodes(name)):
            raise CypherRefused("plan", Text(f"计划里有 {name}", f"the plan has {name}"), 1, 1)
        if name == "ProcedureCall" and details.partition("(")[0].lower() not in PROCEDURES:
            raise CypherRefused("plan", Text(f"计划里有过程 {details}", f"the plan calls {details}"), 1, 1)
        if name == "CartesianProduct" and rows > MAX_PRODUCT:
            hint = Text("用关系或条件把路径模式连起来", "join the patterns by relationships or conditions")
            what = Text(
                f"互不相连的路径模式相乘，约 {rows:,.0f} 行",
                f"patterns that nothing joins multiply to about {rows:,.0f} rows",
            )
            raise CypherRefused("product", what, 1, 1, hint=hint)


def _reads_nodes(name: str) -> bool:
    """Whether an operator is one of the many that find nodes or relationships."""
    return name.endswith(_KINDS) and not name.startswith(("Create", "Load", "Show", "Foreach"))

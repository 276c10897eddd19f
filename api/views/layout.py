"""Where each node of a page stands, computed beforehand, so that a browser need not simulate physics.

Each connected component is spread on its own and settled so that no label covers another; the components
are packed, largest first, and the nodes without ties stand in rows below them.
The result depends on ids, edges and label sizes alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import rustworkx as rx

from api.views.room import Room

Point = tuple[float, float]
Edges = Sequence[tuple[str, str]]
_Frame = tuple[float, float, float, float]  # left, top, right, bottom

#: Up to here springs are simulated (about half a second); above, each hub gets a disc of its own.
SPRING_LIMIT = 1200
_SPRING_WORK = 7.5e6  # iterations x nodes squared
_FEWEST, _MOST = 30, 250  # iterations: cooled evenly and begun from discs, thirty come as far as sixty from anywhere
_CELL = 20  # pixels; the grid on which labels are kept apart
_MARGIN = 200  # cells that the grid has to the left of all that is wanted
_ROOM = 1.7  # area of a component, as a multiple of what its labels cover
_ASPECT = 1.7  # width : height of the whole
_GAP = 70
_FITTED = 24  # components that are fitted into corners; the rest stand in rows
_GOLDEN = math.pi * (3 - math.sqrt(5))


@dataclass(frozen=True)
class Box:
    """What a node covers with its label, in pixels."""

    width: float
    height: float


@dataclass(frozen=True)
class Layout:
    """Id -> centre, and the frame around the nodes without ties (left, top, right, bottom)."""

    at: Mapping[str, tuple[int, int]]
    rim: tuple[int, int, int, int] | None = None


@dataclass(frozen=True)
class _Block:
    """A component with its corner at the origin."""

    at: dict[str, Point]
    width: float
    height: float


def lay_out(boxes: Mapping[str, Box], edges: Edges) -> Layout:
    """Place every node; `boxes` and `edges` may come in any order."""
    ids = sorted(boxes)
    number = {name: index for index, name in enumerate(ids)}
    graph: rx.PyGraph[str, None] = rx.PyGraph(multigraph=False)
    graph.add_nodes_from(ids)
    pairs = sorted({(min(a, b), max(a, b)) for a, b in edges if a != b})
    graph.add_edges_from_no_data([(number[a], number[b]) for a, b in pairs])
    tied = {end for edge in edges for end in edge}
    parts = sorted((sorted(part) for part in rx.connected_components(graph)), key=lambda part: (-len(part), part))
    blocks = [_block(graph.subgraph(part), boxes) for part in parts if ids[part[0]] in tied]
    at, bottom = _pack(blocks)
    alone = [name for name in ids if name not in tied]
    rim = _rows(alone, boxes, at, bottom) if alone else None
    return Layout({name: (round(x), round(y)) for name, (x, y) in sorted(at.items())}, rim)


def place_more(
    at: Mapping[str, tuple[int, int]], boxes: Mapping[str, Box], anchors: Mapping[str, str]
) -> dict[str, tuple[int, int]]:
    """Place further nodes near those that they hang on, and move none that has its place.

    `at` are the places that stand; `boxes` have the sizes of all; `anchors` tell for each new node, in the order in
    which they are placed, which node it hangs on, one that stands or an earlier new one.
    """
    room = _room(at, boxes)
    for name, (x, y) in at.items():
        room.take(*_cells((x, y), boxes[name]))
    placed = dict(at)
    for name, anchor in anchors.items():
        centre = _settled(room, placed[anchor], boxes[name])
        placed[name] = round(centre[0]), round(centre[1])
    return placed


def _block(graph: rx.PyGraph[str, None], boxes: Mapping[str, Box]) -> _Block:
    discs = _discs(graph, boxes)
    spread = _scaled(_springs(graph, discs), boxes) if len(graph) <= SPRING_LIMIT else discs
    settled = _settle(spread, {name: graph.degree(i) for i, name in enumerate(graph.nodes())}, boxes)
    return _at_origin(settled, boxes)


def _springs(graph: rx.PyGraph[str, None], begun: dict[str, Point]) -> dict[str, Point]:
    """Fruchterman-Reingold with a fixed seed, from places whose middle is the origin."""
    names = graph.nodes()
    far = max(max(abs(x), abs(y)) for x, y in begun.values()) or 1.0
    start = {i: (begun[name][0] / far, begun[name][1] / far) for i, name in enumerate(names)}
    turns = max(_FEWEST, min(_MOST, int(_SPRING_WORK / len(graph) ** 2)))
    places = rx.spring_layout(graph, start, seed=7, num_iter=turns, repulsive_exponent=2, adaptive_cooling=False)
    return {name: (float(places[i][0]), float(places[i][1])) for i, name in enumerate(names)}


def _discs(graph: rx.PyGraph[str, None], boxes: Mapping[str, Box]) -> dict[str, Point]:
    """Each hub in the middle of a disc that holds what hangs on it, as a sunflower holds its seeds."""
    children, order = _tree(graph)
    names = graph.nodes()
    area = {i: boxes[names[i]].width * boxes[names[i]].height for i in order}
    for node in reversed(order):
        area[node] += sum(area[child] for child in children[node])
    at = {order[0]: (0.0, 0.0)}
    for node in order:
        x, y = at[node]
        covered = boxes[names[node]].width * boxes[names[node]].height
        for nth, child in enumerate(sorted(children[node], key=lambda child: (area[child], child))):
            covered += area[child]
            radius = math.sqrt((covered - area[child] / 2) * _ROOM / math.pi) + math.sqrt(area[child] / math.pi) / 2
            at[child] = (x + radius * math.cos(nth * _GOLDEN), y + radius * math.sin(nth * _GOLDEN))
    return {names[i]: place for i, place in at.items()}


def _tree(graph: rx.PyGraph[str, None]) -> tuple[dict[int, list[int]], list[int]]:
    """Who hangs on whom, breadth first from the node with most neighbours, and the order of the visit."""
    root = max(graph.node_indices(), key=lambda i: (graph.degree(i), -i))
    children: dict[int, list[int]] = {root: []}
    order = [root]
    for node in order:
        for other in sorted(graph.neighbors(node), key=lambda i: (-graph.degree(i), i)):
            if other not in children:
                children[other] = []
                children[node].append(other)
                order.append(other)
    return children, order


def _scaled(spread: dict[str, Point], boxes: Mapping[str, Box]) -> dict[str, Point]:
    """Stretched to the aspect, and to the area that the labels need."""
    width = max(x for x, _ in spread.values()) - min(x for x, _ in spread.values()) or 1e-9
    height = max(y for _, y in spread.values()) - min(y for _, y in spread.values()) or 1e-9
    area = _ROOM * sum(boxes[name].width * boxes[name].height for name in spread)
    tall = math.sqrt(area / _ASPECT)
    return {name: (x / width * tall * _ASPECT, y / height * tall) for name, (x, y) in spread.items()}


def _settle(at: dict[str, Point], weight: dict[str, int], boxes: Mapping[str, Box]) -> dict[str, Point]:
    """Give each node the nearest place where its label covers no other, the best connected first."""
    room = _room(at, boxes)
    return {name: _settled(room, at[name], boxes[name]) for name in sorted(at, key=lambda name: (-weight[name], name))}


def _room(at: Mapping[str, Point], boxes: Mapping[str, Box]) -> Room:
    """An empty grid for what stands, or wants to stand, at these places."""
    return Room(min((_cells(place, boxes[name])[0] for name, place in at.items()), default=0) - _MARGIN)


def _settled(room: Room, wanted: Point, box: Box) -> Point:
    """The centre of the nearest free place for a box, which is then taken."""
    left, top, wide, tall = _cells(wanted, box)
    left, top = room.nearest(left, top, wide, tall)
    room.take(left, top, wide, tall)
    return (left + wide / 2) * _CELL, (top + tall / 2) * _CELL


def _cells(centre: Point, box: Box) -> tuple[int, int, int, int]:
    """Left, top, width and height of a box in cells of the grid."""
    wide, tall = math.ceil(box.width / _CELL), math.ceil(box.height / _CELL)
    return round(centre[0] / _CELL - wide / 2), round(centre[1] / _CELL - tall / 2), wide, tall


def _at_origin(at: dict[str, Point], boxes: Mapping[str, Box]) -> _Block:
    left = min(x - boxes[name].width / 2 for name, (x, _) in at.items())
    top = min(y - boxes[name].height / 2 for name, (_, y) in at.items())
    right = max(x + boxes[name].width / 2 for name, (x, _) in at.items())
    bottom = max(y + boxes[name].height / 2 for name, (_, y) in at.items())
    return _Block({name: (x - left, y - top) for name, (x, y) in at.items()}, right - left, bottom - top)


def _pack(blocks: Sequence[_Block]) -> tuple[dict[str, Point], float]:
    """Put the blocks beside one another, large ones first; the places, and where the lowest ends."""
    at: dict[str, Point] = {}
    frames: list[_Frame] = []
    for block in blocks[:_FITTED]:
        frames.append(_fitted(block, frames))
        at |= _moved(block, frames[-1])
    room, y = (max((frame[side] for frame in frames), default=0.0) for side in (2, 3))
    x = deep = 0.0
    for block in blocks[_FITTED:]:
        if x and x + block.width > room:
            x, y, deep = 0.0, y + deep, 0.0
        at |= _moved(block, (x, y, 0, 0))
        x, deep = x + block.width + _GAP, max(deep, block.height + _GAP)
    return at, y + deep


def _fitted(block: _Block, frames: Sequence[_Frame]) -> _Frame:
    """The free corner at which the whole stays smallest."""
    corners = [(0.0, 0.0)]
    corners += [(x, y) for x in {0.0, *(f[2] for f in frames)} for y in {0.0, *(f[3] for f in frames)}]
    tried = [(x, y, x + block.width + _GAP, y + block.height + _GAP) for x, y in corners]
    free = [frame for frame in tried if not any(_overlap(frame, other) for other in frames)]
    return min(free, key=lambda frame: (max(frame[2] / _ASPECT, frame[3]), frame[1], frame[0]))


def _overlap(one: _Frame, other: _Frame) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _moved(block: _Block, frame: _Frame) -> dict[str, Point]:
    return {name: (frame[0] + x, frame[1] + y) for name, (x, y) in block.at.items()}


def _rows(
    alone: Sequence[str], boxes: Mapping[str, Box], at: dict[str, Point], bottom: float
) -> tuple[int, int, int, int]:
    """Put the nodes without ties in rows below all others; returns the frame around them."""
    wide, tall = max(boxes[name].width for name in alone), max(boxes[name].height for name in alone)
    right = max((x + boxes[name].width / 2 for name, (x, _) in at.items()), default=0.0)
    columns = max(1, int(max(right, math.sqrt(len(alone) * wide * tall * _ASPECT)) / wide))
    top = bottom + 2 * _CELL
    for nth, name in enumerate(alone):
        at[name] = ((nth % columns + 0.5) * wide, top + (nth // columns + 0.5) * tall)
    width = min(columns, len(alone)) * wide
    return -_CELL, round(top) - _CELL, round(width) + _CELL, round(top + math.ceil(len(alone) / columns) * tall) + _CELL

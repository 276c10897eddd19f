"""What a client asks for in its Accept headers, by weight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence


def preferred(header: str, offered: Sequence[str]) -> str | None:
    """Which of the languages on offer a client likes best; None where it names none of them.

    `en-GB` is met by `en`; of equal weight the one that is named first is taken.
    """
    best: tuple[float, str] | None = None
    for name, weight in _weighted(header):
        short = offered[0] if name == "*" else name.partition("-")[0]
        if weight > 0 and short in offered and (best is None or weight > best[0]):
            best = (weight, short)
    return best[1] if best else None


def acceptable(header: str, offered: Sequence[str]) -> str | None:
    """Which of the media types on offer a client likes best; the first of them when it does not care.

    A type that is named outweighs its family, and that outweighs `*/*`; None where every one is excluded.
    """
    given = dict(_weighted(header))
    if not given:
        return offered[0]
    weights = {media: _weight(media, given) for media in offered}
    best = max(offered, key=lambda media: weights[media])  # of equals the first
    return best if weights[best] > 0 else None


def _weight(media: str, given: dict[str, float]) -> float:
    family = f"{media.partition('/')[0]}/*"
    return next((given[name] for name in (media, family, "*/*") if name in given), 0.0)


def _weighted(header: str) -> Iterator[tuple[str, float]]:
    """The names of a header with their weights; parameters other than `q` are left out."""
    for item in header.lower().split(","):
        name, *params = (part.strip() for part in item.split(";"))
        if name:
            yield name, next((_number(param[2:]) for param in params if param.startswith("q=")), 1.0)


def _number(text: str) -> float:
    """A weight from 0 to 1; one that cannot be read excludes nothing."""
    try:
        return min(max(float(text), 0.0), 1.0)
    except ValueError:
        return 1.0

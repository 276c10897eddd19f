"""Logging, set up at the doors alone."""

from __future__ import annotations

import logging


def configure(level: str) -> None:
    """Log lines to standard error, of our own and of the server."""
    logging.basicConfig(level=level, format="%(asctime)s %(levelname)s %(name)s %(message)s")

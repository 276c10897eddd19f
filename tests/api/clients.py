"""Clients of an application as this machine's own programs are: the gate lets no others in."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

HERE = "http://127.0.0.1:8000"


def client_of(app: FastAPI, address: str = "127.0.0.1", base: str = HERE, **more: Any) -> TestClient:
    """A client at an address, which asks under a base URL."""
    return TestClient(app, base_url=base, client=(address, 50_000), **more)

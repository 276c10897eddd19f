"""Asking the process that owns a graph, on this machine or elsewhere."""

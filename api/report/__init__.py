"""A document about a place that can be handed on: what it says, and the two forms it is written in."""

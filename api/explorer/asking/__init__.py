"""Asking a named question on a page: what its parameters are called, a form of them, and the answer as a table."""

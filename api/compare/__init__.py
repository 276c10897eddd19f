"""Comparing: two regions, two dates, two loads of one source, two files."""

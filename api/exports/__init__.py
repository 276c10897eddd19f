"""Exports: an answer, a region or the whole graph, in every format of the folder `formats`."""

"""Our path and the bare engine side by side in one run, as ratios."""

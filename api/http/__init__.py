"""What HTTP asks of us: problems, pages, forms, the reference, health."""

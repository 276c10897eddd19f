"""Loading from afar: uploads, and jobs that work on them."""

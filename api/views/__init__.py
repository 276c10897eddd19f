"""A network as one offline page."""

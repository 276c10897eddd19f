"""Who may: the keys, the sessions of pages, and what a server asks for before it starts."""

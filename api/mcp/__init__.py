"""The door for assistants: the graph's questions as tools of the Model Context Protocol, over stdio."""

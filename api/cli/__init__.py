"""The command line: `xiaodi COMMAND`, or `python -m api.cli COMMAND`."""

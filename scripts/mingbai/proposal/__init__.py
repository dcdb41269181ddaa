"""Look at a proposal out of git with the code that runs, never with its own: its lists are data."""

"""Pages out of lists: poured into one shell, beside data, search index and maps of the whole."""

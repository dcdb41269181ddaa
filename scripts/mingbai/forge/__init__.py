"""Post a finished review to a forge: the standard library alone, nothing else of the house, the proposal only as data.

A job with rights to write runs this and no more: it installs nothing and reads one folder.
"""

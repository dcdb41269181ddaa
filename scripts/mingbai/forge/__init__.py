"""Post a finished review to a forge, propose what its inbox holds: the standard library alone, proposals only as data.

A job with rights to write runs this and no more: it installs nothing and reads one folder.
"""

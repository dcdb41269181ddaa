"""Workbooks that were put into ``inbox/`` through a forge's web page, read out of git and made into proposals."""

"""Lists as office files, and office files as lists: workbooks, CSV, Word, tables in web pages."""

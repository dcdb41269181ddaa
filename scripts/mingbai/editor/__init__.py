"""The editor at /admin/: Decap CMS with a configuration made from the kinds. It knows no page of the site."""

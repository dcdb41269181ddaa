"""Mingbai: lists of what grassroots offices may and must do, made into a site that can be understood."""

"""Rows of releases → the tables that users read: schema, parts kept between runs, derived tables, files."""

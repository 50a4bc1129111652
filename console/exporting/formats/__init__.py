"""One writer for each format; docs/export.md says how their files lie."""

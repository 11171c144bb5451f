"""The bill of an hour or of a curve of hours, at the catalogue's prices."""

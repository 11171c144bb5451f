"""A compute gallery at work: numbering and building versions, changes, sharing, applications, one release story."""

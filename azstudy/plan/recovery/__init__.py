"""Which protection helps against which threat, and how much is lost: zones, Site Recovery, Backup, gallery images."""

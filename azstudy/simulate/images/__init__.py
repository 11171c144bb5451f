"""Images on their way: replication to regions, many VMs created from replicas, and one image's whole life."""

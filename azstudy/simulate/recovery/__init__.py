"""What can be brought back: recovery points of Azure Backup and of Site Recovery at any date, restore and failover."""

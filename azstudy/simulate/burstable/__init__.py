"""CPU credits of B sizes: the bank a size has, and a load run through it minute by minute."""

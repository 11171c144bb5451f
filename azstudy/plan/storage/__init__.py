"""The cheapest disks for a need: every legal set, exact, with reasons for the rest."""

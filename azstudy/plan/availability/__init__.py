"""What availability a design earns, what several parts come to together, and the cheapest design for a target."""

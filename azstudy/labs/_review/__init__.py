"""The review lab: a design, what Azure would say about it, and a form to put it right."""

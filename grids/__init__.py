"""Grids: into which parts a community is divided, who answers for each, and the proof that nothing is left out."""

"""How a report is computed: a handful of statements over temporary tables, whatever the number of communities.

`rows` lists the communities of the day and the areas they make up; `standards` chooses what judges each; `compiling`
turns the catalogue of indicators into one grouped statement per register; `figures` measures, judges and sums up.
No row of a register is pulled into Python.
"""

from compliance.engine.figures import compute
from compliance.engine.measuring import Measured, measure

__all__ = ["Measured", "compute", "measure"]

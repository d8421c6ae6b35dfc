"""How a report is computed: a handful of statements over temporary tables, whatever the number of communities.

`rows` lists the communities of the day and the areas they make up; `standards` chooses what judges each; `compiling`
turns the catalogue of indicators into one grouped statement per register; `figures` measures, judges and sums up;
`building` stores it all as a report, in `parts` where the area is large.
No row of a register is pulled into Python.
"""

from compliance.engine.building import build
from compliance.engine.measuring import Measured, measure

__all__ = ["Measured", "build", "measure"]

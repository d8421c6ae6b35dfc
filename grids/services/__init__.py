"""What happens to grids, to those who answer for them and to what lies in them: one function for each act."""

from grids.services.duties import appoint_duty, end_duty, hand_over_duty, link_worker
from grids.services.nets import end_grid, open_grid, renumber_grid
from grids.services.placing import place_building, place_compound

__all__ = [
    "appoint_duty",
    "end_duty",
    "end_grid",
    "hand_over_duty",
    "link_worker",
    "open_grid",
    "place_building",
    "place_compound",
    "renumber_grid",
]

"""The registers of the workbench: each is declared once, as attributes, in its app's `registers.py`.

From a declaration come the list with its filters, columns, saved views, bulk acts and export, the page of one row with
its history, the forms to enter, correct, end and delete a row, the place in the menu and in the search. What a
declaration may say stands in `communities.registers.declaring`; the addresses in `communities.registers.paths`.
"""

from communities.registers.columns import Col
from communities.registers.declaring import Register, get, register, registers

__all__ = ["Col", "Register", "get", "register", "registers"]

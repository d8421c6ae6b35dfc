"""导入: the pages of a file on its way into a register."""

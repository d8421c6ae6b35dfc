"""Pages: public ones, and those of the workbench, where an account sees what its postings reach."""

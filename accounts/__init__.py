"""Who signs in. What an account may do and where it may do it is said in `communities`."""

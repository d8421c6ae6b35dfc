"""What every register row has in common: where it came from, from when to when it holds, who changed it and why."""

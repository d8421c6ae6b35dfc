"""整改: what authorities or reports found wanting, who puts it right until when, and who says that it is done."""

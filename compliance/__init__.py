"""Whether there is enough: indicators over the registers, the standards they are judged by, frozen reports."""

"""What the beat sends, and how often. A message not taken in time is dropped: the next one says the same."""

SCHEDULE = {
    "sweep": {"task": "jobs.tasks.sweep", "schedule": 5.0, "options": {"expires": 10}},
    "tick": {"task": "jobs.tasks.tick", "schedule": 60.0, "options": {"expires": 60}},
}

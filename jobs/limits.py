"""How long and how often: the figures behind every promise about background work."""

from datetime import timedelta

# How often an attempt is made before the job is given up.
ATTEMPTS = 3

# An attempt that has shown no sign of life for this long is taken for dead.
LEASE = timedelta(seconds=30)
RENEWAL = timedelta(seconds=5)

# How long the database may go on with a statement for a process that is no more (0: for ever).
ORPHAN = timedelta(seconds=5)

# How often progress is written while it changes.
PROGRESS = timedelta(seconds=0.5)

# A queued job that nobody took is announced again after this long; at most so many at a time.
RESEND = timedelta(seconds=20)
RESEND_BATCH = 200

# A broker that does not answer may hold up a click for no longer than this, and is then left alone for a while.
BROKER_TIMEOUT = timedelta(seconds=0.5)
BROKER_PAUSE = timedelta(seconds=30)

# Address space of a worker while it runs one job, in bytes.
MEMORY = 1024**3

# How much a worker steps back where processors are short (`nice`).
NICENESS = 10

# A periodic duty that was missed (no beat at the time) is still made good this much later.
CATCH_UP = timedelta(hours=2)

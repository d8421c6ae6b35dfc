"""Submission and approval in three hands: community, street, county; and the lock that follows."""

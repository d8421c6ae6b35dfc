"""Who works in a community: people, their spells in posts, certificates, training, pay, and the posts approved."""

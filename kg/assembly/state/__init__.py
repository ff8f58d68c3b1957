"""What builds remember between runs, so that a build costs only what changed."""

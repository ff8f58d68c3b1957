"""Questions that an opened graph answers."""

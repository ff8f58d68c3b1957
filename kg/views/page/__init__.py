"""Pages and reports that people read."""

"""Notes in, claims and entities out: pure functions, no input or output, no graph."""

"""One note: what is found in it alone, what the rest of the vault adds, and its graph."""

"""From the graph back into the vault: pages are rendered, planned against the files as they are, and written."""

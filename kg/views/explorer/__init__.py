"""The explorer: the graph of claims as a page that a browser opens from a file, offline, at any size."""

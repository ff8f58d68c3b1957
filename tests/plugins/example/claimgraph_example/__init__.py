"""Adds to claimgraph what one newsroom needs."""

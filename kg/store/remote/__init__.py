"""A SPARQL 1.1 store, on this machine or another: a graph is written to it, and copied from it."""

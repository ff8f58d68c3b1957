"""claimgraph: what is claimed in your notes, about whom, with which numbers, and where to hear it."""

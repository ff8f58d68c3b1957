"""The files and the engine that hold a graph: written by one process, read by many."""

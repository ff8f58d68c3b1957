"""From a vault folder to a graph: scan, analyse what changed, resolve over the whole vault, encode, store."""

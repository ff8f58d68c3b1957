"""Who and what a note names: candidates, evidence, types, and one name for each thing."""

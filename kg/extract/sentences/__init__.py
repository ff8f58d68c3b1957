"""From a note's passages to sentences, and whether each one is a claim."""

"""Results as notebooks show them: tables and pictures in the explorer's colours, each of at most 100 KB."""

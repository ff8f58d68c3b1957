"""The command line: one file per command, thin, with all reading of options and writing of output."""

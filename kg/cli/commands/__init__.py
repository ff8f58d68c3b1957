"""The commands of kg, one module each, named as the command."""

"""The steps of a build, in the order in which the assembly line runs them."""

"""Who does or is what: relations, attributes and their values, read off the parse."""

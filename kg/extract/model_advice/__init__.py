"""What a language model says of a section, checked against its words and put in place of the rules' findings."""

"""Between the model and RDF quads: the only room that knows the vocabulary."""

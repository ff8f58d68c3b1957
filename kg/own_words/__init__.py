"""A vault's own words, properties and entity types, merged over those that ship with kg."""

"""The key terms of claims: common nouns of the field that a claim is about."""

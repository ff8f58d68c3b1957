"""Values that notes give for one attribute, compared, with a verdict on each pair."""

"""A build as pure stages over partitions of the notes, without a database: what several machines can share."""

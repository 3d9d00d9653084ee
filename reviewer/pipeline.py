"""The straight line: one snapshot in, one finished review out."""

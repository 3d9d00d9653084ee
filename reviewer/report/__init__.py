"""A review as comment, check run, terminal text, page and JSON: all text for people lives here."""

"""The web side: it turns bytes into durable orders, and never reviews."""

"""The queue: due orders claimed from the database, each worked on in a process of its own."""

"""The queue, and the supervisor that gives each job a process of its own."""

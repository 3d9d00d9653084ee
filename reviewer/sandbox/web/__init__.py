"""The doors of the sandbox: HTTP in front of the API, of git, and of the pages."""

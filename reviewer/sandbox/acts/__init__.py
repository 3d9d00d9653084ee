"""What people and Apps do here, whoever asks: a test, a page, the API or a push. Each act tells those who listen."""

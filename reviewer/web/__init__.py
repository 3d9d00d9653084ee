"""The App's door on the web: webhooks in, `/setup`, health and metrics. It orders work and never does it."""

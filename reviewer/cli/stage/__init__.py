"""What the demo puts on: a sandbox GitHub, the App beside it, and pull requests with stories."""

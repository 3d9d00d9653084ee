"""A GitHub of our own on loopback, for the demo and the tests: real git, a strict API, signed webhooks, pages."""

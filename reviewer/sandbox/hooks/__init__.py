"""Webhooks: who gets an event, how it is signed, and how it is sent."""

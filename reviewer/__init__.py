"""Reviewer: a self-hosted GitHub App that makes pull requests reviewable."""

"""Renders traffic, or plays files, behind the agent's own server."""

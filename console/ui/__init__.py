"""Widgets, models and presenters; everything the attendant sees."""

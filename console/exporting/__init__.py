"""Turns decisions and their pictures into labelled folders; free of Qt."""

"""Trains what ``pipeline`` runs: data sets, rendered plates, Keras models, export, evaluation."""

# TensorFlow has an SQLite of its own, without full-text search, and hides the system's from
# whatever is loaded after it: a process that also opens a site's store must load this one first.
import sqlite3  # noqa: F401

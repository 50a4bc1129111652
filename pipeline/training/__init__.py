"""Trains what ``pipeline`` runs: data sets, rendered plates, Keras models, export, evaluation."""

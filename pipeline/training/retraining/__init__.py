"""Retraining on a site's own corrections: from an export to a candidate beside its comparison."""

"""One module for each command of ``main.py``."""

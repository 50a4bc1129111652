"""The desktop console of the parking-gate attendant."""

__version__ = "0.1.0"

"""The desktop console of the parking-gate attendant."""

"""Lanes, passages, policy and the engine that runs them; no Qt in this folder."""

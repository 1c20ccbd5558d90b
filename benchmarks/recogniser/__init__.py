"""Measure the recogniser beside its peers: how much it reads rightly, and how fast."""

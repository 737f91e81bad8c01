"""Trained weights, small and inspectable."""

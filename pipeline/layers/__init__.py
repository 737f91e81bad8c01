"""Layers of a Doc: each stage reads the layers before it and writes exactly one of its own."""

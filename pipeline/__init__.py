"""newsclaims: news articles in, structured claims out.

from pipeline import extract, extract_many
"""

from pipeline.extraction import extract, extract_many

__all__ = ["extract", "extract_many"]

"""newsclaims: news articles in, structured claims out.

from pipeline import extract, extract_many
"""

from pipeline.extraction import extract, extract_many
from pipeline.lean import put_off_command_line

__all__ = ["extract", "extract_many"]

put_off_command_line()

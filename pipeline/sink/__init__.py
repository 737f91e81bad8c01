"""Results -> database, tables and spreadsheets. Knows results only: no spaCy, no articles' files."""

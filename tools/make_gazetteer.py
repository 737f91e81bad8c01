"""Make `pipeline/weights/companies.json`: members of the big share indices, from pytickersymbols (MIT).

    python tools/make_gazetteer.py

Facts only (name, ticker); names are cleaned of corporate suffixes. Run it again when pytickersymbols is updated;
the result is the same for the same package version. Curated names live in `pipeline/rules/entities.toml` and win.
"""

import json
import re
from pathlib import Path

from pytickersymbols import PyTickerSymbols

OUT = Path(__file__).parent.parent / "pipeline" / "weights" / "companies.json"
SUFFIX = re.compile(
    r"(?:,? (?:Inc|Incorporated|Corp|Corporation|plc|PLC|Plc|Ltd|Limited|LLC|LP|L\.P|Co|Company|Companies|AG|SE|SA|"
    r"S\.A|S\.p\.A|SpA|NV|N\.V|AB|ASA|Oyj|Abp|KGaA|& Co|Holding|Holdings|Group|\(publ\)|\(The\)|AG & Co|S\.A\.B|"
    r"de C\.V))\.?$"
)
GENERIC = {
    "Partners",
    "Progress",
    "Target",
    "Sanmina Corp",
    "Next",
    "Ball",
    "Gap",
    "Match",
    "First",
    "Key",
    "Global",
    "Standard",
    "City",
    "Employers",
    "Enact",
    "Box",
    "Buckle",
    "Gates",
    "Hub",
    "News",
    "NOW",
    "Noble",
    "Mosaic",
    "Pool",
    "Rational",
    "Southern",
    "Stride",
    "Universal",
    "Waters",
    "Evolution",
}
STATES = {
    "Alabama", "Arizona", "Arkansas", "California", "Colorado", "Connecticut", "Delaware", "Florida", "Georgia",
    "Hawaii", "Idaho", "Illinois", "Indiana", "Iowa", "Kansas", "Kentucky", "Louisiana", "Maine", "Maryland",
    "Massachusetts", "Michigan", "Minnesota", "Mississippi", "Missouri", "Montana", "Nebraska", "Nevada",
    "New Hampshire", "New Jersey", "New Mexico", "New York", "North Carolina", "North Dakota", "Ohio", "Oklahoma",
    "Oregon", "Pennsylvania", "Rhode Island", "South Carolina", "South Dakota", "Tennessee", "Texas", "Utah",
    "Vermont", "Virginia", "Washington", "Washington, D.C.", "West Virginia", "Wisconsin", "Wyoming",
}  # fmt: skip
COUNTRIES = {
    "Japan", "United States", "Germany", "United Kingdom", "France", "Spain", "Finland", "Sweden", "Belgium", "Italy",
    "Australia", "China", "Argentina", "Mexico",
}  # fmt: skip
CLASS = re.compile(r"\s*(?:\(.*?\)|Class [A-C]|\bREIT\b|[A-C] ?shares?)\s*$")


TRADES = {
    "airline": {"Airlines", "Passenger Airlines", "Airline"},
    "bank": {"Banks", "Banking", "Banking Services", "Regional Banks", "Diversified Banks"},
    "insurer": {"Insurance", "Property & Casualty Insurance", "Life & Health Insurance"},
    "chipmaker": {"Semiconductors", "Semiconductors & Semiconductor Equipment", "Semiconductor"},
    "drugmaker": {"Pharmaceuticals", "Pharmaceutical", "Pharmaceuticals & Medical Research", "Biotechnology"},
    "carmaker": {"Automobile Manufacturers", "Auto & Truck Manufacturers"},
    "retailer": {"Retail", "Retailers", "Specialty Retailers", "Food & Drug Retailing", "Retailing"},
    "oil": {"Oil & Gas", "Oil and gas", "Petroleum", "Petroleum industry"},
    "utility": {"Electric Utilities", "Electric utility", "Electric Utilities & IPPs"},
    "telecom": {"Telecommunications", "Telecommunications Services", "Integrated Telecommunications Services"},
    "homebuilder": {"Homebuilding", "Home construction"},
    "tobacco": {"Tobacco"},
    "steelmaker": {"Steel"},
}


def trade(industries: list[str]) -> str:
    """The first trade that an industry of the package's list names; empty where none does."""
    return next((f"trade.{name}" for name, labels in TRADES.items() if labels & set(industries)), "")


def country(place: str | None) -> str:
    """The country where a firm sits; empty where a tax home may stand for it (Ireland, Bermuda, the Netherlands)."""
    last = (place or "").rpartition(",")[2].strip()
    if last in STATES or place in STATES:
        return "United States"
    return last if last == place and last in COUNTRIES else ""


def cleaned(name: str) -> list[str]:
    """The short form and the full one, short first."""
    full = re.sub(r"\s+", " ", CLASS.sub("", name)).strip(" ,")
    short = full
    while SUFFIX.search(short) and len(SUFFIX.sub("", short)) > 2:
        short = SUFFIX.sub("", short).strip(" ,&")
    short = re.sub(r"^The ", "", short)
    return [short] if short == full else [short, full]


def main() -> None:
    """Write the file, sorted by name."""
    rows: dict[str, dict[str, str]] = {}
    for stock in PyTickerSymbols().get_all_stocks():
        names = cleaned(stock["name"])
        slug = re.sub(r"[^a-z0-9]+", "_", names[0].lower()).strip("_")
        symbol = (stock.get("symbol") or "").partition(".")[0]
        if not slug or not re.fullmatch(r"[A-Z][A-Z0-9.]{0,6}", symbol) or len(names[0]) < 3 or names[0] in GENERIC:
            continue
        rows.setdefault(
            slug, {"id": f"company.{slug}", "name": names[0], "ticker": symbol, "aliases": "|".join(names[1:])}
        )
        rows[slug]["country"] = rows[slug].get("country") or country(stock.get("country"))
        rows[slug]["trade"] = rows[slug].get("trade") or trade(stock.get("industries") or [])
    lines = [json.dumps(rows[slug], ensure_ascii=False, sort_keys=True) for slug in sorted(rows)]
    OUT.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")
    print(f"{len(rows)} companies -> {OUT.name}")


if __name__ == "__main__":
    main()

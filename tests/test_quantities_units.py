"""The factors of rules/units.toml against pint, where pint knows the unit."""

import pint
import pytest

from pipeline import lexicon
from pipeline.layers.quantities.tables import UnitEntry, currencies, units

BASES = {
    "length": "metre", "area": "metre**2", "volume": "litre", "mass": "gram", "power": "watt", "energy": "joule",
    "time": "second", "speed": "metre/second", "data": "bit",
}  # fmt: skip
OTHER = {"nmi": "nautical_mile", "Wh": "watt_hour", "m2": "metre**2", "km2": "kilometre**2", "ft2": "foot**2",
         "ft3": "foot**3", "m3": "metre**3", "cm3": "centimetre**3", "in2": "inch**2", "cm2": "centimetre**2",
         "mi2": "mile**2", "mph": "mile/hour", "km/h": "kilometre/hour", "kn": "knot", "gal": "gallon", "t": "tonne",
         "lb": "pound", "oz": "ounce", "ozt": "troy_ounce", "mi": "mile", "ft": "foot", "yd": "yard", "in": "inch",
         "ha": "hectare", "acre": "acre", "ton": "ton", "year": "year", "month": "month", "week": "week",
         "pint": "pint", "quart": "quart", "bushel": "bushel", "cup": "cup", "barrel": "oil_bbl"}  # fmt: skip


@pytest.fixture(scope="module")
def registry() -> pint.UnitRegistry:
    return pint.UnitRegistry()


@pytest.mark.parametrize("unit", sorted(OTHER))
def test_factor(registry: pint.UnitRegistry, unit: str) -> None:
    entry = next(e for e in lexicon.load("units", UnitEntry) if (e.unit == unit and e.factor != 1.0) or e.unit == unit)
    known = registry.Quantity(1, OTHER[unit]).to(BASES[entry.dimension]).magnitude
    assert entry.factor == pytest.approx(known, rel=1e-3)


def test_prefixes_make_units() -> None:
    words, symbols = units()
    assert (words["megawatts"].unit, symbols["GWh"].unit, words["kilometer"].unit) == ("MW", "GWh", "km")


def test_iso_codes_and_names() -> None:
    words, symbols = currencies()
    assert (symbols["UZS"].unit, words["danish crowns"].unit, words["hong kong dollars"].unit) == ("UZS", "DKK", "HKD")

"""Kinds of units: what a metric can be measured in, coarser than units themselves."""

import re
from functools import cache

_FIXED = {
    "percent": "percent", "percentage_point": "percentage_point", "basis_point": "basis_point", "permille": "percent",
    "point": "point", "difficulty": "difficulty", "times": "ratio", "barrel": "volume", "litre": "volume",
    "gallon": "volume", "l": "volume", "bushel": "volume", "m3": "volume", "L": "volume",
    "tonne": "weight", "t": "weight", "kg": "weight", "g": "weight", "lb": "weight", "oz": "weight", "ton": "weight",
    "pound": "weight", "ounce": "weight", "mg": "weight", "kt": "weight", "Mt": "weight",
    "m": "length", "km": "length", "cm": "length", "mm": "length", "mi": "length", "ft": "length", "in": "length",
    "inch": "length", "yd": "length", "mile": "length", "nm": "length",
    "ha": "area", "acre": "area", "m2": "area", "km2": "area", "sq ft": "area", "ft2": "area", "m²": "area",
    "km²": "area", "ft²": "area", "hectare": "area", "mi²": "area",
    "W": "power", "kW": "power", "MW": "power", "GW": "power", "TW": "power", "hp": "power",
    "Wh": "energy", "kWh": "energy", "MWh": "energy", "GWh": "energy", "TWh": "energy", "J": "energy", "cal": "energy",
    "Hz": "frequency", "kHz": "frequency", "MHz": "frequency", "GHz": "frequency", "THz": "frequency",
    "year": "duration", "month": "duration", "week": "duration", "day": "duration", "hour": "duration",
    "minute": "duration", "second": "duration", "s": "duration", "h": "duration", "min": "duration",
    "km/h": "speed", "mph": "speed", "m/s": "speed", "knot": "speed", "kph": "speed", "mi/h": "speed",
    "°C": "temperature", "°F": "temperature", "C": "temperature", "F": "temperature", "K": "temperature",
    "celsius": "temperature", "fahrenheit": "temperature", "degree": "temperature", "degC": "temperature",
    "byte": "data", "bit": "data", "kB": "data", "MB": "data", "GB": "data", "TB": "data", "PB": "data", "B": "data",
}  # fmt: skip
_COINS = frozenset({
    "BTC", "ETH", "SOL", "XRP", "DOGE", "LTC", "ADA", "BNB", "USDT", "USDC", "DAI", "MATIC", "DOT", "AVAX", "LINK",
    "TRX", "BCH", "ETC", "XMR", "SHIB", "ATOM", "UNI", "OP", "ARB", "FIL", "TON", "EOS", "XLM", "NEAR", "APT", "SUI",
    "HBAR", "ICP", "KAS", "PEPE", "AAVE", "MKR", "CRV", "LDO", "WBTC", "STETH", "SBTC", "POL", "ALGO", "XTZ", "ZEC",
    "DASH", "LUNA", "UST", "FTT",
})  # fmt: skip
_HASH = re.compile(r"[kMGTPEZ]?H/s|[kMGTPEZ]?H")


@cache
def unit_kind(unit: str) -> str:
    """The kind of a canonical unit: percent, money, coin, count, ... ("" for no unit is `bare`; "x/y" is `x_per`)."""
    if not unit:
        return "bare"
    if _HASH.fullmatch(unit):
        return "hash"
    if unit in _FIXED:
        return _FIXED[unit]
    head, slash, _ = unit.partition("/")
    if slash:
        return f"{unit_kind(head)}_per"
    if unit in _COINS:
        return "coin"
    if re.fullmatch(r"[A-Z]{3}", unit):
        return "money"
    return "coin" if re.fullmatch(r"[A-Z][A-Z0-9]{1,6}", unit) else "count"

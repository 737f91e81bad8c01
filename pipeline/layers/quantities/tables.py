"""The rule files as lookup tables: numbers.toml, units.toml, currencies.toml, and CLDR's names of currencies."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Literal, NamedTuple

from pipeline import lexicon
from schemas.rules import Entry

SI = {
    **{"n": ("nano", 1e-9), "µ": ("micro", 1e-6), "m": ("milli", 1e-3), "c": ("centi", 1e-2), "d": ("deci", 1e-1)},
    **{"h": ("hecto", 1e2), "k": ("kilo", 1e3), "M": ("mega", 1e6), "G": ("giga", 1e9), "T": ("tera", 1e12)},
    **{"P": ("peta", 1e15), "E": ("exa", 1e18), "Z": ("zetta", 1e21), "p": ("pico", 1e-12)},
}


class NumberWord(Entry):
    """A word of rules/numbers.toml."""

    role: Literal["small", "ten", "hundred", "scale", "glued", "group", "fraction", "vague", "ordinal", "multiple"]
    value: float
    words: tuple[str, ...]


class UnitEntry(Entry):
    """A unit of rules/units.toml."""

    dimension: str
    unit: str
    words: tuple[str, ...]
    symbols: tuple[str, ...] = ()
    plurals: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    factor: float = 1.0
    name: str | None = None


class CurrencyEntry(Entry):
    """A currency or coin of rules/currencies.toml."""

    code: str
    kind: Literal["money", "coin"] = "money"
    words: tuple[str, ...] = ()
    plurals: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    minor: tuple[str, ...] = ()
    minor_symbols: tuple[str, ...] = ()
    minor_value: float = 0.01
    family: str | None = None
    name: str | None = None
    minor_name: str | None = None


class PlaceEntry(Entry):
    """A place, and the currencies its people mean by a bare word."""

    words: tuple[str, ...]
    currency: str | None = None
    dollar: str | None = None
    crown: str | None = None
    peso: str | None = None
    rupee: str | None = None
    franc: str | None = None
    pound: str | None = None
    lira: str | None = None


class Unit(NamedTuple):
    """What a unit word or sign means: the canonical unit, the name it is spelled with, and what one is worth."""

    rule: str
    unit: str
    name: str
    kind: str
    """money, coin, percent, measure, time."""
    worth: float
    family: str | None
    dimension: str


def plural(word: str) -> str:
    """The regular plural of the last word of a phrase."""
    if word.endswith(("s", "x", "z", "ch", "sh")):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


@cache
def number_words() -> dict[str, NumberWord]:
    """Lower-case number words (all roles but `glued` and `ordinal`)."""
    entries = lexicon.load("numbers", NumberWord)
    return {w: e for e in reversed(entries) if e.role not in ("glued", "ordinal", "multiple") for w in e.words}


@cache
def glued_scales() -> dict[str, NumberWord]:
    """Scales written onto digits, case-sensitive: "6.2bn", "40K"."""
    return {w: e for e in lexicon.load("numbers", NumberWord) if e.role == "glued" for w in e.words}


@cache
def ordinals() -> dict[str, NumberWord]:
    """Ordinal words."""
    return {w: e for e in lexicon.load("numbers", NumberWord) if e.role == "ordinal" for w in e.words}


@cache
def multiples() -> dict[str, NumberWord]:
    """Words that multiply: doubled, tenfold, halved, twice."""
    return {w: e for e in lexicon.load("numbers", NumberWord) if e.role == "multiple" for w in e.words}


def _kind(entry: UnitEntry) -> str:
    if entry.unit == "percent":
        return "percent"
    return "time" if entry.dimension == "time" else "measure"


def _forms(entry: UnitEntry) -> Iterator[tuple[str, bool, Unit]]:
    """(form, is a symbol, unit) for a unit and its prefixed kin."""
    name = entry.name or entry.words[0]
    base = Unit(entry.id, entry.unit, name, _kind(entry), 1.0, None, entry.dimension)
    for word in entry.words:
        yield word, False, base
        if not entry.plurals or entry.plurals == ("times",):
            yield plural(word), False, base
    for word in entry.plurals:
        yield word, False, base
    for symbol in entry.symbols:
        yield symbol, True, base
    for prefix in entry.prefixes:
        long, _ = SI[prefix]
        kin = base._replace(unit=prefix + entry.unit, name=long + name)
        for word in entry.words:
            yield long + word, False, kin
            yield long + plural(word), False, kin
        for word in entry.plurals:
            yield long + word, False, kin
        for symbol in entry.symbols[:1]:
            yield prefix + symbol, True, kin
            if prefix == "µ":
                yield "μ" + symbol, True, kin


@cache
def units() -> tuple[dict[str, Unit], dict[str, Unit]]:
    """(lower-case words and phrases, case-sensitive symbols) of measures, first entry wins."""
    words: dict[str, Unit] = {}
    symbols: dict[str, Unit] = {}
    for entry in lexicon.load("units", UnitEntry):
        for form, symbol, unit in _forms(entry):
            (symbols if symbol else words).setdefault(form if symbol else form.lower(), unit)
    return words, symbols


@cache
def currencies() -> tuple[dict[str, Unit], dict[str, Unit]]:
    """(lower-case words, case-sensitive symbols and codes) of currencies and coins: rules first, then CLDR."""
    words: dict[str, Unit] = {}
    symbols: dict[str, Unit] = {}
    for entry in lexicon.load("currencies", CurrencyEntry):
        name = entry.name or entry.code
        whole = Unit(entry.id, entry.code, name, entry.kind, 1.0, entry.family, "money")
        minor_name = entry.minor_name or (entry.minor[0] if entry.minor else name)
        part = whole._replace(worth=entry.minor_value, name=minor_name)
        _fill(words, entry.words, entry.plurals, whole)
        _fill(words, entry.minor, (), part._replace(kind="money"))
        for word in entry.minor:
            words[word] = part if words[word].rule == entry.id else words[word]
            words.setdefault(plural(word), part)
        for symbol in (*entry.symbols, entry.code, *([entry.code.lower()] if entry.kind == "money" else [])):
            symbols.setdefault(symbol, whole)
        for symbol in entry.minor_symbols:
            symbols.setdefault(symbol, part)
    for code, one, many in _cldr():
        unit = Unit("currency.cldr", code, one, "money", 1.0, None, "money")
        symbols.setdefault(code, unit)
        for form in (one, many):
            words.setdefault(form, unit)
    return words, symbols


def _fill(words: dict[str, Unit], singular: Iterable[str], plurals: Iterable[str], unit: Unit) -> None:
    extra = tuple(plurals)
    for word in singular:
        words.setdefault(word, unit)
        if unit.kind != "coin" and not any(p.split()[-1][:2] == word.split()[-1][:2] for p in extra):
            words.setdefault(plural(word), unit)
    for word in extra:
        words.setdefault(word, unit)


def _cldr() -> Iterator[tuple[str, str, str]]:
    """(code, singular, plural) of the currencies CLDR knows, in code order."""
    from babel import Locale

    locale = Locale("en")
    for code, name in sorted(locale.currencies.items()):
        if "(" in name or code.startswith("X"):
            continue
        forms = locale._data["currency_names_plural"].get(code, {})
        yield code, str(forms.get("one", name)).lower(), str(forms.get("other", name)).lower()


@cache
def places() -> tuple[PlaceEntry, ...]:
    """The [[place]] entries."""
    return lexicon.load("currencies", PlaceEntry, "place")


def tables_of(canonical: set[str]) -> set[str]:
    """Ids of the unit entries with these canonical units."""
    words, symbols = units()
    return {u.rule for table in (words, symbols) for u in table.values() if u.unit in canonical}

"""The stage: text -> atoms -> quantities -> layer; every number accounted for."""

from spacy.tokens import Doc

from pipeline.layers.quantities import exclude
from pipeline.layers.quantities.atoms import NUMBER, WORD, Atoms, Places
from pipeline.layers.quantities.found import Found
from pipeline.layers.quantities.output import mention
from pipeline.layers.quantities.parts import is_numeric
from pipeline.layers.quantities.scan import read_all
from pipeline.layers.quantities.settle import settle
from pipeline.layers.quantities.tables import number_words, ordinals
from pipeline.layers.store import Number, layers, text_of


def add_quantities(doc: Doc) -> Doc:
    """Write the `quantities` and `numbers` layers."""
    atoms = Atoms(text_of(doc))
    found, reasons = read_all(atoms)
    places = Places(doc)
    kept = settle(doc, atoms, places, found, reasons)
    layers(doc)["quantities"] = [mention(atoms, places, f) for f in kept]
    layers(doc)["numbers"] = account(atoms, kept, reasons)
    return doc


def account(atoms: Atoms, kept: list[Found], reasons: dict[int, str]) -> list[Number]:
    """Every digit group and number word with its reason; None for those inside a quantity."""
    inside: set[int] = set()
    for found in kept:
        inside.update(range(min(found.i, found.value.i), max(found.j, found.value.j)))
    numbers: list[Number] = []
    cardinal, ordinal = number_words(), ordinals()
    for k, atom in enumerate(atoms.items):
        if atom.kind == WORD:
            number = atom.low in cardinal or atom.low in ordinal
        else:
            number = atom.kind == NUMBER or is_numeric(atoms, k)
        if not number:
            continue
        reason = None if k in inside else reasons.get(k) or _word_reason(atoms, k)
        numbers.append(Number(start=atom.start, end=atom.end, reason=reason))
    return numbers


def _word_reason(atoms: Atoms, k: int) -> str:
    low = atoms.low(k)
    if exclude.is_ordinal_word(atoms, k):
        return "ordinal"
    if low in ("half", "halves", "quarter", "quarters"):
        return "part_word"
    if low == "one":
        return "pronoun"
    return "number_word"

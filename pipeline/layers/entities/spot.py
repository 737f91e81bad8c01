"""Where names stand: gazetteer hits, spaCy's entities with their slips corrected, and runs of proper nouns.

spaCy's small model drops about half of the company names and cuts others in two; runs of words it tagged as proper
nouns fill the gaps. The gazetteer decides where it knows a name; a longer name around it (Bitcoin Magazine, Ford
Explorer) wins only with support.
"""

from dataclasses import dataclass

from pipeline.layers.entities import words as lists
from pipeline.layers.entities.descriptions import heads
from pipeline.layers.entities.evidence import FIRMS, believed
from pipeline.layers.entities.gazetteer import Hit, Known, find
from pipeline.layers.entities.headlines import Headlines
from pipeline.layers.entities.kinds import kind_of
from pipeline.layers.entities.models import numbered
from pipeline.layers.entities.senses import stands_alone
from pipeline.layers.entities.sheet import PROPER, Sheet
from pipeline.layers.entities.trim import AMOUNT, after_role, is_no_name, is_word, trimmed

NAME_LABELS = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "PRODUCT": "product",
    "NORP": "group",
    "EVENT": "event",
    "WORK_OF_ART": "product",
    "LAW": "law",
}
NUMBER_LABELS = {"DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"}


@dataclass(slots=True)
class Spot:
    """A name in the text: tokens [i, j), its type as far as known, the gazetteer entity, and what found it."""

    i: int
    j: int
    type: str
    known: Known | None
    rule: str


def spots(sheet: Sheet) -> list[Spot]:
    """All names of the text, left to right, not overlapping."""
    taken: list[Spot | None] = [None] * len(sheet.words)
    lines = Headlines(sheet)
    seen = {w for k, w in enumerate(sheet.words) if k != sheet.first[k] and w[:1].isupper()}
    small = set(sheet.words)
    model = [spot for spot in _model_spots(sheet, lines) if not _is_opening(sheet, spot, seen, small)]
    hits = find(sheet.text)
    sure = _gazetteer_spots(sheet, model, hits)
    claimed = bytearray(len(sheet.words))
    for spot in sure:
        claimed[spot.i : spot.j] = b"\1" * (spot.j - spot.i)
    for spot in sure:
        _put(taken, _grown(sheet, spot, model, claimed))
    for spot in model:
        if not any(taken[spot.i : spot.j]):
            _put(taken, _widened(sheet, spot, taken, lines))
    for spot in _runs(sheet, taken, lines, seen, small):
        _put(taken, spot)
    _number(sheet, taken)
    _told(sheet, taken, hits)
    found: list[Spot] = []
    for taker in taken:
        if taker is not None and (not found or found[-1] is not taker):
            found.append(taker)
    return found


def _is_opening(sheet: Sheet, spot: Spot, seen: set[str], small: set[str]) -> bool:
    """Whether what spaCy calls a name is a word that opens a sentence and is written small elsewhere ("Miners")."""
    word = sheet.words[spot.i]
    alone = spot.j == spot.i + 1 and spot.i == sheet.first[spot.i]
    firm = not lists.COMPANY_SUFFIX.isdisjoint(sheet.lower[spot.j : spot.j + 2])  # "Orbit, Inc. was first"
    return alone and not firm and word not in seen and word.istitle() and sheet.lower[spot.i] in small


def _number(sheet: Sheet, taken: list[Spot | None]) -> None:
    """Give names the number that belongs to them, and models their maker's name before it."""
    for k in range(len(taken)):
        spot = taken[k]
        if spot is None or spot.j != k + 1:
            continue
        longer = numbered(sheet, spot.i, spot.j, spot.type)
        if longer is not None and (longer[1] == "event" or not any(taken[spot.j : longer[0]])):
            _put(taken, Spot(spot.i, longer[0], longer[1], None, "model.longer"))
            continue
        maker = taken[spot.i - 1] if spot.i > sheet.first[spot.i] else None
        if spot.type == "product" and spot.known is None and maker is not None and maker.type == "company":
            _put(taken, Spot(maker.i, spot.j, "product", None, "model.longer"))


def _put(taken: list[Spot | None], spot: Spot) -> None:
    for k in range(spot.i, spot.j):
        taken[k] = spot


def _told(sheet: Sheet, taken: list[Spot | None], hits: list[Hit]) -> None:
    """Weak names of firms where the words beside them say that they are one: "Celsius, the bankrupt lender"."""
    weak = [hit for hit in hits if hit.alias.weak and not hit.alias.ticker and hit.alias.known.type in FIRMS]
    if not any(spot is not None and spot.known is None and spot.type == "company" for spot in taken) or not weak:
        return
    words = set(sheet.lower)
    for hit in weak:
        i, j = sheet.token_at(hit.start), sheet.token_at(hit.end - 1) + 1
        spot = taken[i]
        alone = spot is not None and (spot.i, spot.j, spot.known, spot.type) == (i, j, None, "company")
        if spot is not None and alone and hit.alias.known.evidence & words:
            spot.known = hit.alias.known


def _gazetteer_spots(sheet: Sheet, model: list[Spot], hits: list[Hit]) -> list[Spot]:
    found = []
    firms = {(sheet.begin[s.i], sheet.end[s.j - 1]) for s in model if s.type == "organization"}
    for hit in believed(sheet.text, hits, firms):
        i, j = sheet.token_at(hit.start), sheet.token_at(hit.end - 1) + 1
        if stands_alone(sheet, hit, i, j):
            found.append(Spot(i, j, hit.alias.known.type, hit.alias.known, "gazetteer"))
    return found


def _model_spots(sheet: Sheet, lines: Headlines) -> list[Spot]:
    """spaCy's name entities, trimmed of articles, possessives, titles and quotation marks."""
    found: list[Spot] = []
    i = 0
    while i < len(sheet.words):
        label = sheet.labels[i]
        j = i + 1
        while j < len(sheet.words) and sheet.inside[j] == 1:  # IOB code of "inside"
            j += 1
        if label in NAME_LABELS:
            a, b = trimmed(sheet, *(lines.kept(i, j) if lines.at(i) else (i, j)))
            if a < b and not is_no_name(sheet, a, b, NAME_LABELS[label]):
                found.append(Spot(a, b, NAME_LABELS[label], None, "model"))
        i = j
    return found


def _grown(sheet: Sheet, spot: Spot, model: list[Spot], claimed: bytearray) -> Spot:
    """A gazetteer name inside a longer one: the longer one where its words support it, else as it is."""
    assert spot.known is not None
    j = spot.j
    while j < len(sheet.words) and sheet.lower[j] in lists.COMPANY_SUFFIX and _joined(sheet, j):
        j += 1
    if j > spot.j:
        return Spot(spot.i, j, spot.type, spot.known, spot.rule)
    if spot.type in {"asset", "currency", "commodity", "index"}:
        return spot
    endings = lists.ORGANIZATION_ENDINGS | lists.COMPANY_ENDINGS if spot.type == "network" else None
    stop = sheet.words[spot.j - 1][-1] == "." and spot.type == "place"  # "in the U.S. Jobs also noted"
    for other in model:
        if stop and sheet.lower[other.j - 1] not in lists.ORGANIZATION_ENDINGS | lists.CAPITAL_HEADS:
            continue
        if endings is not None and sheet.lower[other.j - 1] not in endings:
            continue  # "Ethereum NFT" is no name of its own
        around = other.i <= spot.i and spot.j < other.j and not any(claimed[other.i : spot.i])
        if around and not any(claimed[spot.j : other.j]) and _is_name(sheet, spot.j, other.j):
            return Spot(other.i, other.j, kind_of(sheet, other.i, other.j, other.type), None, "model.longer")
    return spot


def _joined(sheet: Sheet, k: int) -> bool:
    return sheet.capital(k) and sheet.sentence[k] == sheet.sentence[k - 1]


def _is_name(sheet: Sheet, i: int, j: int) -> bool:
    """Whether tokens that follow a known name go on with the name rather than begin something else."""
    return all(
        (sheet.tags[k] in PROPER and sheet.capital(k) and sheet.lower[k] not in lists.FOLLOWERS)
        or sheet.lower[k] in {"of", "&", "-", "for"}
        for k in range(i, j)
    )


def _widened(sheet: Sheet, spot: Spot, taken: list[Spot | None], lines: Headlines) -> Spot:
    """One of spaCy's entities with the proper nouns that it cut off on either side."""
    i, j = spot.i, spot.j
    if spot.type == "group":
        return spot
    floor = sheet.first[i]
    while i > floor and _takes(sheet, i - 1, taken) and not lines.at(i):
        i -= 1
    while j < len(sheet.words) and sheet.first[j] == floor and _takes(sheet, j, taken) and not lines.at(i):
        j += 1
    if (i, j) == (spot.i, spot.j):
        return Spot(i, j, kind_of(sheet, i, j, spot.type), None, spot.rule)
    return Spot(i, j, kind_of(sheet, i, j, spot.type), None, "model.widened")


def _takes(sheet: Sheet, k: int, taken: list[Spot | None]) -> bool:
    """Whether a token next to a name belongs to it."""
    return (
        taken[k] is None
        and sheet.tags[k] in PROPER
        and sheet.capital(k)
        and sheet.labels[k] not in NUMBER_LABELS
        and (sheet.labels[k] == "" or sheet.inside[k] == 2)
        and sheet.lower[k] not in lists.TITLES
        and sheet.lower[k] not in lists.NO_NAME
        and sheet.words[k][-1] not in "$£€"
    )


def _runs(sheet: Sheet, taken: list[Spot | None], lines: Headlines, seen: set[str], small: set[str]) -> list[Spot]:
    """Proper nouns in a row that nobody has claimed yet.

    `seen` are the words with a capital inside a sentence, `small` all words as they stand.
    """
    found: list[Spot] = []
    i = 0
    while i < len(sheet.words):
        j = i
        while j < len(sheet.words) and sheet.first[j] == sheet.first[i] and _runs_on(sheet, i, j, taken):
            j += 1
        if j > i:
            while j > i and not any(c.isalnum() for c in sheet.words[j - 1]):
                j -= 1
            spot = None if lines.at(i) else _run_spot(sheet, after_role(sheet, i, j), j, seen, small)
            if spot:
                found.append(spot)
        i = max(j, i + 1)
    return found


def _runs_on(sheet: Sheet, i: int, j: int, taken: list[Spot | None]) -> bool:
    if _takes(sheet, j, taken):
        return True
    if j == i or j + 1 >= len(sheet.words) or not _takes(sheet, j + 1, taken):
        return False
    if sheet.words[j] == "-":
        return sheet.end[j - 1] == sheet.begin[j] and sheet.end[j] == sheet.begin[j + 1]
    return sheet.words[j] == "&" or (sheet.lower[j] == "of" and sheet.lower[j - 1] in lists.OF_HEADS)


def _explained(sheet: Sheet, j: int) -> bool:
    """Whether what follows a sentence's first word shows that it is a name: a possessive, or an apposition."""
    after = sheet.lower[j] if j < len(sheet.words) else ""
    near = range(j + 1, min(j + 9, len(sheet.words)))
    first, verb = j - 1, sheet.heads[j - 1]
    if sheet.deps[first] == "nsubj" and sheet.tags[first] == "NNP" and verb > first:
        if sheet.lower[verb] in lists.TRADING or sheet.lower[verb] in {"said", "says", "won", "lost", "expects", "has"}:
            return True
        if sheet.lower[verb] in {"is", "was"} and any(
            sheet.heads[n] == verb and sheet.deps[n] == "attr" and sheet.lower[n] in heads()
            for n in range(verb + 1, min(verb + 9, len(sheet.words)))
        ):
            return True
    return after in {"'s", "’s"} or (
        after == "," and any(sheet.heads[n] == j - 1 and sheet.deps[n] == "appos" for n in near)
    )


def _run_spot(sheet: Sheet, i: int, j: int, seen: set[str], small: set[str]) -> Spot | None:
    if i >= j or lists.ALONE.issuperset(sheet.lower[i:j]):
        return None
    if j == i + 1 and i == sheet.first[i] and sheet.words[i] not in seen and not _explained(sheet, j):
        return None
    if j == i + 1 and (sheet.lower[i] in small or AMOUNT.match(sheet.words[i]) or is_word(sheet, i)):
        return None
    return Spot(i, j, kind_of(sheet, i, j, ""), None, "run")

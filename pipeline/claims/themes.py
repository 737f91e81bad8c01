"""What a word of movement says moved: its theme ("sales" of "sales fell", "cut sales", "a fall in sales").

The theme is one token, the head of a noun phrase. `standing` says how a number of the sentence stands to the mover:
whether it is the amount of this move, of another one, or of none.
"""

from typing import NamedTuple

from pipeline.claims.index import NONE, Index
from pipeline.claims.sight import Sight, sight
from pipeline.claims.syntax import RELATIVES, SUBJECTS, VERBAL, subjects
from pipeline.layers.store import Movement, Quantity

_OF = frozenset({"of", "in", "for", "to", "on", "from", "at", "among"})
_LEFT = ("compound", "nmod", "poss", "amod")
_COPULAS = frozenset({"be", "remain", "stay", "become", "seem", "look", "prove", "appear", "'s"})
_PERIODS = frozenset({"year", "month", "week", "day", "hour", "minute", "quarter", "decade", "second", "time"})
_CHANGING = frozenset({"percent", "money", "multiple"})

INTRANSITIVE = frozenset({
    "rise", "climb", "grow", "jump", "surge", "soar", "advance", "rally", "rebound", "leap", "rocket", "skyrocket",
    "bounce", "boom", "mushroom", "fall", "drop", "decline", "slip", "slide", "sink", "dip", "tumble", "plunge",
    "plummet", "slump", "crash", "collapse", "dive", "retreat", "sag", "wane", "dwindle", "fade", "recede", "nosedive",
    "subside", "evaporate", "crumble", "tank", "stumble", "falter", "stagnate", "plateau", "stall", "roar", "ebb",
    "buckle", "wobble", "swoon", "sputter", "lose_ground", "gain_ground", "pick_up", "dry_up", "tail_off", "trail_off",
    "fall_back", "fall_away", "slip_back", "pull_back", "bounce_back", "perk_up", "hold_firm", "take_a_hit",
})  # fmt: skip
"""Verbs that move their subject, whatever the parser takes for an object."""
_MARKETS = frozenset(["market", "stock", "bourse", "equity", "miner", "bank", "airline", "sector", "industry"])
_WHERE = frozenset(["across", "around", "in", "worldwide", "of", "on"])


class Theme(NamedTuple):
    """The head of what moves, how it hangs on the mover, and who makes it move where that is said."""

    at: int | None
    how: str
    agent: int | None = None


NOTHING = Theme(None, "none")


def theme(index: Index, place: Sight, m: Movement) -> Theme:
    """What moves, found by the parse alone; kept on the index."""
    kept = index.notes.setdefault("themes", {})
    assert isinstance(kept, dict)
    found = kept.get((place.i, place.j))
    if found is None:
        found = kept[place.i, place.j] = _theme(index, place, m)
    assert isinstance(found, Theme)
    return found


def _theme(index: Index, place: Sight, m: Movement) -> Theme:
    root = place.root
    if index.pos[root] in VERBAL:
        return _of_verb(index, root, range(place.i, place.j), m["rule"])
    if m["form"] == "noun":
        return _of_noun(index, root)
    return _of_word(index, root)


def _of_verb(index: Index, verb: int, own: range = range(0), rule: str = "") -> Theme:
    if index.dep[verb] == "amod":
        return Theme(index.head[verb], "mod")
    moves_itself = rule.removeprefix("verb.") in INTRANSITIVE
    objects = [c for c in index.children[verb] if index.dep[c] == "dobj" and c not in own and not moves_itself]
    above = [_meant(index, verb, s) for s in subjects(index, verb)[:1]]
    passive = any(index.dep[c] in ("auxpass", "nsubjpass") for c in index.children[verb])
    if objects and not passive:
        return Theme(_meant(index, verb, objects[0]), "obj", above[0] if above else None)
    if above:
        return Theme(above[0], "subjpass" if passive else "subj")
    return NOTHING


def _of_noun(index: Index, noun: int) -> Theme:
    held = None
    for c in index.children[noun]:
        if index.dep[c] == "prep" and index.lower[c] in _OF:
            held = next((o for o in index.children[c] if index.dep[o] == "pobj" and not index.time_at[o]), None)
            if held is not None and index.quantity_at[held] == NONE:
                return Theme(held, f"prep_{index.lower[c]}")
    left = [c for c in index.children[noun] if c < noun and index.dep[c] in _LEFT and index.quantity_at[c] == NONE]
    named = [c for c in left if index.pos[c] in ("NOUN", "PROPN", "PRON") and not index.time_at[c]]
    if named:
        return Theme(named[-1], "poss" if index.dep[named[-1]] == "poss" else "compound")
    head = index.head[noun]
    if index.dep[noun] in ("compound", "nmod") and head != noun:
        return Theme(head, "mod")
    if index.pos[head] in VERBAL and index.dep[noun] in ("dobj", "attr", "pobj", "prep"):
        above = subjects(index, head)
        if above:
            return Theme(_meant(index, head, above[0]), "holder")
    return NOTHING


def _of_word(index: Index, word: int) -> Theme:
    head = index.head[word]
    if head == word:
        own = [c for c in index.children[word] if index.dep[c] in SUBJECTS or index.dep[c] == "npadvmod"]
        before = [c for c in index.children[word] if c < word and index.pos[c] in ("NOUN", "PROPN")]
        return Theme((own or before)[0], "root") if own or before else NOTHING
    if index.pos[head] in VERBAL:
        found = _of_verb(index, head)
        return Theme(found.at, f"pred_{found.how}", found.agent)
    if index.pos[head] in ("NOUN", "PROPN", "PRON"):
        return Theme(head, "mod" if index.dep[word] == "amod" else "next")
    return NOTHING


def _meant(index: Index, verb: int, t: int) -> int:
    """The antecedent of a relative pronoun; else the word itself."""
    if index.lower[t] in RELATIVES and index.dep[verb] == "relcl":
        return index.head[verb]
    return t


def kind(index: Index, at: int | None) -> str:
    """What a theme is: a word of a metric (strong or weak, itself or before it), an entity by type, or its tag."""
    if at is None:
        return "none"
    own = index.metric_at[at]
    if own != NONE and not _names(index, at):
        return index.metrics[own]["rule"].replace("metric.", "m:")
    k = index.entity_at[at]
    if k != NONE:
        return f"e:{index.entities[k]['type']}"
    if own != NONE:
        return index.metrics[own]["rule"].replace("metric.", "m:")
    if any(index.metric_at[c] != NONE for c in index.children[at] if index.dep[c] in _LEFT):
        return "m:before"
    if any(_has_metric(index, c) for c in index.children[at] if index.dep[c] == "prep"):
        return "m:of"
    if index.quantity_at[at] != NONE:
        return "number"
    return "time" if index.time_at[at] else index.pos[at]


def _names(index: Index, at: int) -> bool:
    k = index.entity_at[at]
    return k != NONE and index.entities[k]["form"] == "name" and index.pos[at] == "PROPN"


def _has_metric(index: Index, prep: int) -> bool:
    return index.lower[prep] in _OF and any(index.metric_at[c] != NONE for c in index.children[prep])


def standing(index: Index, place: Sight, about: Theme, q: Quantity) -> str:
    """How a number stands to the mover: `mine`, `tied`, `theirs` (another mover's), `theme`, `clause` or `apart`.

    `mine~` is a number that its layer ties to the mover, while another verb stands between them in the parse.
    """
    other = sight(index, q["i"], q["j"])
    above = place.root in other.chain
    between = other.chain[1 : other.chain.index(place.root)] if above else []
    if q["mover"]:
        if not (q["mover"][0] < place.j and place.i < q["mover"][1]):
            return "theirs"
        own = other.verb in (place.verb, place.root) or other.root in place.chain[:3]
        return "mine" if own or not any(index.pos[t] in VERBAL for t in between or other.chain[1:3]) else "mine~"
    if above:
        if about.at is not None and about.at in between:
            return "theme"
        if any(index.pos[t] in VERBAL or index.movement_at[t] != NONE for t in between):
            return "apart"
        return "tied"
    if other.root in place.chain[:3]:
        return "over"
    if other.verb is not None and other.verb == place.verb:
        return "clause"
    return "apart"


def moved_by(index: Index, place: Sight, at: int) -> str:
    """How another mover of the sentence takes this one, or its theme, for what it moves ("growth slowed")."""
    for hit in place.movers:
        if hit.relation == "in" or abs(hit.distance) > 12:
            continue
        m = index.movements[hit.at]
        other = theme(index, sight(index, m["i"], m["j"]), m)
        if other.at is not None and other.at == place.root:
            return "self"
        if other.at is not None and other.at == at:
            return "theme"
    return "no"


def sort_of(q: Quantity) -> str:
    """What a number may be of: an amount of change (money, percent, points), a length of time, or a count."""
    unit = q["unit"]
    if q["kind"] in _CHANGING or unit in ("point", "percentage_point", "basis_point"):
        return "change"
    return "time" if unit in _PERIODS else "vague" if q["kind"] == "vague" else "count"


def copular(index: Index, place: Sight) -> bool:
    """Whether the mover is said of its theme by a verb of being ("prices are lower", "rates stay flat")."""
    return place.verb is not None and place.verb != place.root and index.lemma[place.verb] in _COPULAS


def group_of(index: Index, about: Theme, metric: str) -> list[int] | None:
    """Tokens of a theme that is priced itself and has no name ("Asian stock markets", "stocks around the world")."""
    at = about.at
    if at is None or metric not in ("index_level", "share_price", "growth") or index.lemma[at] not in _MARKETS:
        return None
    k = index.entity_at[at]
    if k != NONE and index.entities[k]["form"] == "name" and index.entities[k]["type"] in ("index", "company"):
        return None
    start = end = at
    while start > 0 and index.head[start - 1] == at and index.dep[start - 1] in (*_LEFT, "punct"):
        start -= 1
        if index.dep[start] == "poss" or index.lower[start] == "'s":
            return None
    for c in index.children[at]:
        if c == end + 1 and index.lower[c] in _WHERE:
            end = max([c, *(t for t in range(c, min(c + 4, len(index.head))) if c in _up(index, t))])
    plural = index.doc[at].tag_ in ("NNS", "NNPS")
    return [start, end + 1] if start < at or end > at or plural else None


def _up(index: Index, t: int) -> list[int]:
    return [t, index.head[t], index.head[index.head[t]]]

"""Whose number it is by what stands right beside it: gapped lists, and the second of two compared."""

from collections.abc import Iterator

from pipeline.claims import owners
from pipeline.claims.index import NONE, Index
from pipeline.claims.scene import Scene
from pipeline.layers.quantities.atoms import wordset

Pick = tuple[str, str]
"""Key of an entity (or "group:words"), and the way it was found."""
AFTER = ("in", "at", "for", "from", "by")
"""Prepositions right behind a number that lead to whose it is."""
COMPARING = wordset("compared against versus than while")


def at(index: Index, s: Scene, t: int, *, name: bool) -> str:
    """The key of the entity at a token, where it can have the metric; `name`: no pronouns and references."""
    k = index.entity_at[t]
    noun = s.quantity["noun"]
    if k == NONE or s.i <= t < s.j or (noun and noun[0] <= t < noun[1]):
        return ""
    entity = index.entities[k]
    if name and entity["form"] != "name":
        return ""
    return entity["key"] if owners.fit(s.metric, entity["type"], entity["rule"], entity["name"]) != owners.BAD else ""


def beside(index: Index, s: Scene) -> Iterator[Pick]:
    """Gapped lists: "followed by Acme at 13 percent", "Acme (-9.5%)", "Acme 15% and Bolt 2%"."""
    t = s.i - 1
    while (
        t > 0
        and s.i - t < 4
        and index.lower[t] in ("at", "on", "with", "(", ":", "-", "+", "a", "by", "about", "$", "£")
    ):
        t -= 1
    key = at(index, s, t, name=True) if t >= index.sents[s.sent][0] else ""
    if not key:
        return
    before = index.entities[index.entity_at[t]]["i"] - 1
    if before >= index.sents[s.sent][0] and index.pos[before] == "VERB":
        return  # "to lend Acme $5m": whom it is given
    between = "_".join(index.lower[k] for k in range(t + 1, s.i) if index.lower[k] in ("at", "on", "with", "(", ":"))
    yield key, f"beside_{between}"


def behind(index: Index, s: Scene) -> Iterator[Pick]:
    """The second of two compared: "against 12.1% in Ruritania", "$4bn for Acme and $1bn for Bolt", "Acme's $64m"."""
    noun = s.quantity["noun"]
    t = max(s.j, noun[1] if noun else 0)
    a, b = index.sents[s.sent]
    if t + 1 < b and index.lower[t] in AFTER:
        o = t + 1 + (index.lower[t + 1] == "the" and t + 2 < b)
        key = at(index, s, o, name=True)
        cue = _compared(index, a, s.i)
        if key and cue:
            yield key, f"after_{index.lower[t]}_{cue}"
    if s.i - 2 >= a and index.lower[s.i - 1] in ("'s", "\u2019s"):
        key = at(index, s, s.i - 2, name=True)
        if key:
            yield key, "own_number"


def _compared(index: Index, a: int, i: int) -> str:
    """The last word before a number, in its sentence, that sets it beside another."""
    return next((index.lower[t] for t in range(i - 1, max(a, i - 12) - 1, -1) if index.lower[t] in COMPARING), "")

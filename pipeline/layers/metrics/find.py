"""Finding metric words and movement words among the tokens of a Doc."""

from spacy.tokens import Doc

from pipeline.layers.metrics.words import Move, Term, idioms_in, move_phrase_at, move_phrases, moves, terms, terms_at
from pipeline.layers.store import Metric, Movement

_CARRIERS = frozenset({
    "is", "are", "was", "were", "be", "been", "being", "'s", "'re", "close", "closes", "closed", "closing", "end",
    "ends", "ended", "ending", "finish", "finishes", "finished", "finishing", "open", "opens", "opened", "opening",
    "trade", "trades", "traded", "trading", "edge", "edges", "edged", "edging", "tick", "ticks", "ticked", "ticking",
    "inch", "inches", "inched", "inching", "go", "goes", "went", "gone", "going", "move", "moves", "moved", "moving",
    "creep", "creeps", "crept", "head", "heads", "headed", "heading", "push", "pushed", "pushing", "drive", "drove",
    "driven", "driving", "send", "sent", "sending", "drag", "dragged", "dragging", "bring", "brought", "pull",
    "pulled", "pulling", "keep", "kept", "pick", "picked", "picking", "nudge", "nudged", "nudging", "come", "came",
    "coming", "start", "started", "remain", "remained", "shoot", "shot", "stand", "stood", "bid", "marked", "mark",
    "sends", "drives", "drags", "brings", "pulls", "pushes", "keeps", "keeping", "picks", "nudges", "comes", "starts",
    "remains", "remaining", "shoots", "stands", "turns", "turning", "creeping", "settles", "stay", "stays",
    "stayed", "staying", "look", "looks", "looked",
    "turn", "turned", "revise", "revised", "revising", "scale", "scaled", "scaling", "wind", "winding", "ramp",
    "ramped", "ramping", "spiral", "spiralled", "settle", "settled", "change", "changed",
})  # fmt: skip
_BOUND = frozenset({"up", "down", "off"})
_AFTER_BARE = frozenset({
    "sharply", "slightly", "again", "steeply", "strongly", "heavily", "modestly", "further", "on", "in",
    "at", "as", "after", "amid", "from", "for", "since", "despite", "this", "ahead", "but", ",", ".", ";", "",
})  # fmt: skip
"""What may follow a particle that stands alone behind its noun: "output down on May", "Car sales down sharply"."""
_WANTED = {
    "VERB": ("verb", "adj"),
    "AUX": ("verb",),
    "NOUN": ("noun", "verb", "adj"),
    "PROPN": ("noun", "verb", "adj"),
    "ADJ": ("adj", "verb", "noun", "adv"),
    "ADV": ("adv", "adj"),
    "ADP": ("adv",),
    "PART": ("adv",),
    "": ("verb", "noun", "adj", "adv"),
}
_NUMBER_LEFT = frozenset({
    "$£€¥+-~about", "nearly", "almost", "some", "around", "over", "more", "just", "by", "as", "another", "only", "a",
    "an", "roughly",
})  # fmt: skip


def find_metrics(doc: Doc, lows: list[str], pos: list[str]) -> list[Metric]:
    """Every word or phrase that may name a metric, longest first from the left, none inside another."""
    table = terms()
    found: list[Metric] = []
    n, i = len(lows), 0
    while i < n:
        if lows[i] not in table:
            i += 1
            continue
        term = _fitting(terms_at(lows, i, n), pos[i])
        if term is None:
            i += 1
            continue
        j = i + len(term.key)
        start, last = doc[i].idx, doc[j - 1]
        found.append(
            Metric(
                start=start,
                end=last.idx + len(last),
                i=i,
                j=j,
                rule=f"metric.{'verb' if term.verb else 'name' if term.strong else 'weak'}",
                ids=list(term.ids),
                form="verb" if term.verb else "noun",
            )
        )
        i = j
    return found


def _fitting(found: list[Term], pos: str) -> Term | None:
    """The reading that fits the part of speech: verbs by their verb terms, the rest by nouns."""
    if not found:
        return None
    verbal = pos in ("VERB", "AUX")
    for term in found:
        if not pos or term.verb == verbal:
            return term
    return found[0] if len(found[0].key) > 1 else None


def find_movements(doc: Doc, lows: list[str], pos: list[str], heads: list[int]) -> list[Movement]:
    """Every word that may say a metric moved, outside idioms; a verb takes its particle in."""
    table, phrases = moves(), move_phrases()
    barred: set[int] | None = None
    found: list[Movement] = []
    for i, low in enumerate(lows):
        if low in phrases or low == "-":
            whole = _phrase(doc, lows, pos, i)
            if whole is not None:
                found.append(whole)
                continue
        readings = table.get(low)
        if not readings or (found and i < found[-1]["j"]):
            continue
        if barred is None:
            barred = {t for a, b, _ in idioms_in(lows) for t in range(a, b)}
        move = None if i in barred else _reading(readings, pos[i])
        if move is None:
            continue
        if move.pos != "adv":
            found.append(_movement(doc, i, i + 1, move, pos[i]))
        elif found and found[-1]["j"] == i and found[-1]["form"] == "verb":
            continue
        else:
            place = _particle(lows, pos, heads, i)
            if place is not None:
                found.append(_movement(doc, place, i + 1, move, pos[place]))
    return found


def _phrase(doc: Doc, lows: list[str], pos: list[str], i: int) -> Movement | None:
    """A phrase of movement that starts here ("lost ground"), or a hyphened noun around this hyphen ("sell-off")."""
    hit = move_phrase_at(lows, i)
    if hit is not None:
        return _movement(doc, i, hit[1], hit[0], pos[i])
    if lows[i] == "-" and 0 < i < len(lows) - 1:
        readings = moves().get(f"{lows[i - 1]}-{lows[i + 1]}")
        if readings:
            return _movement(doc, i - 1, i + 2, readings[0], "NOUN")
    return None


def _reading(readings: tuple[Move, ...], pos: str) -> Move | None:
    for wanted in _WANTED.get(pos, ()):
        for move in readings:
            if move.pos == wanted and not (move.strict and pos in ("NOUN", "PROPN")):
                return move
    return None


def _particle(lows: list[str], pos: list[str], heads: list[int], i: int) -> int | None:
    """Where the phrase of a particle starts: at its verb where that stands right before it, else at itself."""
    before = lows[i - 1] if i else ""
    if before in _CARRIERS:
        return i - 1 if pos[i - 1] == "VERB" else i
    if lows[i] not in _BOUND:
        return i
    after = lows[i + 1] if i + 1 < len(lows) else ""
    if after[:1].isdigit() or after in _NUMBER_LEFT or lows[heads[i]] in _CARRIERS:
        return i
    if i and lows[i] != "off" and pos[i - 1] in ("NOUN", "PROPN") and after in _AFTER_BARE:
        return i
    return None


def _movement(doc: Doc, i: int, j: int, move: Move, pos: str) -> Movement:
    last = doc[j - 1]
    form = {"verb": "verb", "noun": "noun"}.get(move.pos, "adjective")
    if move.pos == "adv" and j - i > 1:
        form = "verb"
    elif move.pos == "verb" and pos in ("NOUN", "PROPN"):
        form = "noun"
    elif move.pos == "verb" and pos == "ADJ":
        form = "participle"
    return Movement(
        start=doc[i].idx,
        end=last.idx + len(last),
        i=i,
        j=j,
        rule=move.id,
        direction=move.direction,  # type: ignore[typeddict-item]
        form=form,  # type: ignore[typeddict-item]
    )

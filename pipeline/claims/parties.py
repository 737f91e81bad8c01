"""The other side of a deal, loan, fine, order or stake, where the sentence names it."""

from pipeline.claims.candidates import Candidate
from pipeline.claims.drafts import Draft
from pipeline.claims.index import Index
from pipeline.claims.scene import Scene
from pipeline.claims.syntax import label, settled
from pipeline.claims.words import VERB_CLASSES

DEALS = frozenset({"deal_value", "credit", "penalty", "funding", "order_value", "orders", "aid", "stake", "deliveries"})
SERVED = frozenset({"capacity", "power", "holdings", "investment", "sales_volume"})
"""Metrics with another side only where something is given or got."""
SIDES = frozenset(
    {
        "prep_to",
        "prep_with",
        "prep_from",
        "prep_for",
        "prep_by",
        "prep_of",
        "prep_in",
        "dobj",
        "dative",
        "poss",
        "nsubj",
    }
)
ACTORS = frozenset({"company", "organization", "government", "central_bank", "regulator", "fund", "person", "group"})


def set_counterparty(index: Index, d: Draft, scene: Scene, pool: list[Candidate]) -> None:
    """Name the other side on the draft: the named actor of the sentence nearest to the number that is neither its
    entity, nor in a list with it, nor the source."""
    if d.entity is None or not _two_sided(index, d, scene):
        return
    own = settled(index, d.entity.root)
    found = [
        c
        for c in pool
        if c.sent == d.sent
        and c.form == "name"
        and c.type in ACTORS
        and c.key != d.entity.key
        and settled(index, c.root) != own
        and label(index, settled(index, c.root)) in SIDES
        and not any(c.name.lower() in name or name in c.name.lower() for name in scene.said_by)
    ]
    if found:
        d.counterparty = min(found, key=lambda c: (abs(c.i - d.i), c.i))
        words = index.doc[d.counterparty.i : d.counterparty.j]
        d.mark("counterparty", words.start_char, words.end_char, "party.nearest_actor")


def _two_sided(index: Index, d: Draft, scene: Scene) -> bool:
    if d.metric in DEALS:
        return True
    verbs = [t for t in scene.chain if index.pos[t] == "VERB"][:2]
    return d.metric in SERVED and any(VERB_CLASSES.get(index.lemma[t]) in ("give", "get") for t in verbs)

"""One index per Doc, built once: the parse as plain lists, and who stands where. All the claims stage reads it."""

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass, field

from spacy.tokens import Doc

from pipeline.layers.parse import Parse, parse_of
from pipeline.layers.store import BlockInfo, Entity, Metric, Movement, Quantity, block_at, context, layers, text_of

NONE = -1
FOREIGN = "foreign"
"""The role of text in another language: it yields no claims, whatever its block is."""


@dataclass(slots=True)
class Index(Parse):
    """The parse, its lemmas in lower case, and the layers of a Doc; lists are by token unless said otherwise."""

    doc: Doc
    text: str
    """`doc.text`, which spaCy would put together anew each time."""
    sent_of: list[int]
    sents: list[tuple[int, int]]
    """Token bounds of each sentence."""
    para_of_sent: list[int]
    roles: list[str | None]
    """Block role of each sentence."""
    entities: list[Entity]
    """In text order."""
    entity_at: list[int]
    """Index into `entities`, or -1."""
    entities_in: list[list[int]]
    """For each sentence the indices of its entities."""
    quantities: list[Quantity]
    quantity_at: list[int]
    time_at: list[bool]
    metric_at: list[int]
    metrics: list[Metric]
    movement_at: list[int]
    movements: list[Movement]
    counts: Counter[str] = field(default_factory=Counter)
    """Mentions by entity key."""
    title_keys: frozenset[str] = frozenset()
    lead: int = 0
    """The first sentence of the text after the headline."""
    notes: dict[str, object] = field(default_factory=dict)
    """What the parts of the claims stage keep for each other."""


def build_index(doc: Doc) -> Index:
    """Read parse and layers once. The Doc must carry a parse; layers not there are taken as empty."""
    found = layers(doc)
    parse = parse_of(doc)
    n, start, end = len(doc), parse.start, parse.end
    sents = [(s.start, s.end) for s in doc.sents] if n else []
    sent_of = [0] * n
    for k, (a, b) in enumerate(sents):
        for i in range(a, b):
            sent_of[i] = k
    entities = sorted(found.get("entities", []), key=lambda e: (e["i"], -e["j"]))
    quantities = found.get("quantities", [])
    metrics = found.get("metrics", [])
    movements = found.get("movements", [])
    text = text_of(doc)
    firsts = [text[start[a] : end[a]] for a, _ in sents]
    index = Index(
        doc=doc,
        text=text,
        dep=parse.dep,
        head=parse.head,
        pos=parse.pos,
        tag=parse.tag,
        lemma=[lemma.lower() for lemma in parse.lemma],
        lower=parse.lower,
        start=start,
        end=end,
        children=parse.children,
        sent_of=sent_of,
        sents=sents,
        para_of_sent=_paragraphs(text, [(start[a], start[b] if b < n else len(text)) for a, b in sents], firsts),
        roles=_roles(doc, sents),
        entities=entities,
        entity_at=_cover(n, entities),
        entities_in=[[] for _ in sents],
        quantities=quantities,
        quantity_at=_cover(n, quantities),
        time_at=[k != NONE for k in _cover(n, found.get("times", []))],
        metric_at=_cover(n, metrics),
        metrics=metrics,
        movement_at=_cover(n, movements),
        movements=movements,
        counts=Counter(e["key"] for e in entities),
    )
    for k, e in enumerate(entities):
        if e["i"] < n:
            index.entities_in[sent_of[e["i"]]].append(k)
    _mark_title(index)
    return index


def _cover(n: int, mentions: list) -> list[int]:  # type: ignore[type-arg]
    """For each token the first mention that covers it."""
    at = [NONE] * n
    for k, m in enumerate(mentions):
        for i in range(max(0, m["i"]), min(n, m["j"])):
            if at[i] == NONE:
                at[i] = k
    return at


def _roles(doc: Doc, sents: list[tuple[int, int]]) -> list[str | None]:
    known = context(doc)
    blocks = sorted(known["blocks"], key=lambda b: b["start"])
    starts = [b["start"] for b in blocks]
    roles: list[str | None] = []
    for a, b in sents:
        first = next((i for i in range(a, b) if not doc[i].is_space), a)
        char = doc[first].idx
        k = bisect_right(starts, char) - 1
        held = blocks[k] if k >= 0 and char < blocks[k]["end"] else None
        roles.append(role_of(held, known["language"]))
    return roles


def role_of(block: BlockInfo | None, article: str | None) -> str | None:
    """A block's role, or `FOREIGN` where the block, or else the article, is in another language than English."""
    language = (block["language"] if block else None) or article
    if language is not None and not language.startswith("en"):
        return FOREIGN
    return block["role"] if block else None


def _paragraphs(text: str, bounds: list[tuple[int, int]], first: list[str]) -> list[int]:
    """A running number that grows at each line break between sentences.

    `bounds` are the characters of each sentence with the blank behind it, `first` its first token.
    """
    found, number = [], 0
    for k, word in enumerate(first):
        if k and ("\n" in word or "\n" in text[bounds[k - 1][0] : bounds[k - 1][1]]):
            number += 1
        found.append(number)
    return found


def _mark_title(index: Index) -> None:
    """Entities of the headline: its block, or the metadata title where the text has none."""
    head = [k for k, role in enumerate(index.roles) if role == "headline"]
    keys = {index.entities[e]["key"] for k in head for e in index.entities_in[k]}
    title = (context(index.doc)["title"] or "").lower()
    if title:
        keys |= {e["key"] for e in index.entities if e["form"] == "name" and e["name"].lower() in title}
        start = index.text[: len(title) + 5].lower().find(title)
        if start == 0 and not head:
            keys |= {e["key"] for e in index.entities if e["end"] <= len(title)}
    index.title_keys = frozenset(keys)
    index.lead = next((k for k, role in enumerate(index.roles) if role not in ("headline", "byline", "update")), 0)


def role_at(index: Index, i: int) -> str | None:
    """The block role around a token: its own block where there is one, else its sentence's."""
    block = block_at(index.doc, index.start[i])
    return role_of(block, context(index.doc)["language"]) if block else index.roles[index.sent_of[i]]


def root_of(index: Index, i: int, j: int) -> int:
    """The token of [i, j) that hangs highest in the tree (the first one whose head is outside)."""
    for t in range(i, j):
        if not i <= index.head[t] < j or index.head[t] == t:
            return t
    return j - 1

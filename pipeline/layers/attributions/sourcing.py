"""Does an attribution make its source answer for the words at a place? A small trained model, else the lexicon's word.

Beliefs, likes and intents are attributions too; claims.md wants those who say, report, estimate or show. The model
(`weights/source.json`, log-linear, trained by tools/train_source.py) reads the cue, the source and the place.
"""

from typing import Any

from spacy.tokens import Doc, Token

from pipeline.layers.attributions import lexicon
from pipeline.layers.attributions.quotes import quotations
from pipeline.layers.metrics.words import moves
from pipeline.layers.store import Attribution, layers, text_of
from pipeline.linear import load_model

MODEL = "source"
THRESHOLD = 0.55
PLAIN = ("preposition.", "caption.", "headline.says")
"""Rules that name a source and nothing else."""
STEPS = (4, 8, 16, 32, 64)
SIDE = frozenset({"relcl", "advcl", "acl", "appos", "parataxis"})
CACHE = "newsclaims_quotations"
MORE = "newsclaims_more_attributions"


def quoted_at(doc: Doc, char: int) -> int:
    """Number of the quotation that holds a character, from 1; 0 outside."""
    if CACHE not in doc.user_data:
        doc.user_data[CACHE] = quotations(text_of(doc))
    return next((n for n, (a, b) in enumerate(doc.user_data[CACHE], 1) if a <= char < b), 0)


def place_features(doc: Doc, one: Attribution, start: int, end: int, rank: int, among: int) -> dict[str, float]:
    """Named features of an attribution as source of the characters [start, end); `rank` from the smallest."""
    anchor = doc[one["anchor"]]
    cue = lexicon.verbs().get(anchor.lower_) or lexicon.nouns().get(anchor.lower_)
    base = cue.base if cue is not None else anchor.lemma_.lower()
    road = one["rule"].rstrip("?").rpartition("/")[2].removeprefix("labeller+")
    names = [
        f"base={base}",
        f"class={cue.id if cue is not None else anchor.pos_}",
        f"road={road}",
        f"tag={anchor.tag_}",
        f"dep={anchor.dep_}",
        f"rank={min(rank, 2)}",
        f"among={min(among, 3)}",
        f"score={int(one['score'] * 5)}",
        *_source_names(doc, one),
        *_place_names(doc, one, start, end),
    ]
    names += [f"{road}&{names[1]}", f"{names[1]}&{names[10]}" if len(names) > 10 else "none"]
    return dict.fromkeys(names, 1.0)


def _source_names(doc: Doc, one: Attribution) -> list[str]:
    link = one["chain"][0]
    span = doc.char_span(one["source"][0][0], one["source"][0][1], alignment_mode="expand") if one["source"] else None
    if span is None:
        return [f"type={link['type']}", "head=none"]
    root = span.root
    word = root.lower_ if root.pos_ in ("NOUN", "PRON", "DET") else root.pos_
    return [f"type={link['type']}", f"head={word}", f"headpos={root.pos_}", f"subject={root.dep_}"]


def is_movement(one: Attribution) -> bool:
    """Whether the source is a movement, not somebody: "the sell-off shows how much miners lean on it"."""
    head = one["chain"][0]["name"].lower().rpartition(" ")[2]
    return any(move.pos == "noun" for move in moves().get(head, ()))


def _place_names(doc: Doc, one: Attribution, start: int, end: int) -> list[str]:
    anchor = doc[one["anchor"]]
    inside = any(a <= start and end <= b for a, b in one["content"])
    reach = any(a <= start and end <= b for a, b in one["reach"])
    place, speech = quoted_at(doc, start), quoted_at(doc, anchor.idx)
    steps = sum(abs(start - anchor.idx) / 5 > s for s in STEPS)
    same = anchor.sent.start_char <= start < anchor.sent.end_char
    aux = next((c.lower_ for c in anchor.children if c.dep_ in ("aux", "neg")), "none")
    return [
        f"via={_via(doc, anchor, start)}",
        f"by={'both' if inside and reach else 'content' if inside else 'reach'}",
        f"quoted={bool(place)},{bool(speech)},{place == speech}",
        f"steps={steps},{start < anchor.idx}",
        f"same={same}",
        f"aux={aux}",
        f"size={min(6, sum(b - a for a, b in one['content']) // 60)}",
    ]


def _via(doc: Doc, anchor: Token, start: int) -> str:
    """The side clause between a place and a cue: remarks in relative clauses are often the writer's own."""
    span = doc.char_span(start, start + 1, alignment_mode="expand")
    token = span[0] if span else anchor  # a place between two tokens gives an empty span
    seen = set()
    for _ in range(12):
        if token == anchor or token.head == token:
            break
        if token.dep_ in SIDE:
            seen.add(token.dep_)
        token = token.head
    return "+".join(sorted(seen)) + ("" if token == anchor else "/out")


def candidates(doc: Doc, start: int, end: int) -> list[Attribution]:
    """Attributions with a source whose content (or reach) covers the characters, smallest first."""
    hits = []
    for one in (*layers(doc).get("attributions", []), *doc.user_data.get(MORE, [])):
        if one["chain"] and any(a <= start and end <= b for a, b in (*one["content"], *one["reach"])):
            hits.append((sum(b - a for a, b in one["content"]), one["content"][0][0], one["anchor"], one))
    return [h[3] for h in sorted(hits, key=lambda h: h[:3])]


def counts(doc: Doc, one: Attribution, start: int, end: int, rank: int, among: int) -> bool:
    """Whether the attribution's source answers for the characters."""
    model = load_model(MODEL)
    if model is None:
        return not one["rule"].endswith("?") and any(a <= start and end <= b for a, b in one["content"])
    if any(kind in one["rule"] for kind in PLAIN):
        return True
    if is_movement(one):
        return False
    features: dict[str, Any] = place_features(doc, one, start, end, rank, among)
    return model.probabilities(features)["yes"] > THRESHOLD

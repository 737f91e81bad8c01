"""What the trained labeller sees: integer features of tokens, and of a token seen from a cue."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from spacy.attrs import DEP, ENT_TYPE, HEAD, IDX, IS_SPACE, LOWER, SENT_START, SHAPE, TAG
from spacy.tokens import Doc

from pipeline.layers.attributions.quotes import quotations
from pipeline.layers.store import text_of

Ints = NDArray[np.int64]

BEFORE, AFTER = 90, 120
"""Most tokens of the window before and after a cue."""
NEAR_PARAGRAPHS = 1
DISTANCES = (1, 2, 3, 5, 8, 12, 20, 35, 60)
DEEP = 5


class Tokens(NamedTuple):
    """Token features of a Doc. Rows of `symbols`: hashes of lower form, tag, dependency, entity type, shape."""

    symbols: NDArray[np.uint64]
    head: Ints
    left: Ints
    right: Ints
    depth: Ints
    sentence: Ints
    paragraph: Ints
    quoted: Ints
    """0 outside, 1 inside quotation marks, 2 a mark."""
    marks: Ints
    """How many borders of quotations lie before the token."""
    space: Ints


def token_features(doc: Doc) -> Tokens:
    """Features of all tokens of a parsed Doc."""
    n = len(doc)
    array = doc.to_array([LOWER, TAG, DEP, ENT_TYPE, SHAPE, HEAD, SENT_START, IS_SPACE, IDX]).astype(np.uint64)
    numbers = array[:, 5:].astype(np.int64)
    head, space = np.arange(n) + numbers[:, 0], numbers[:, 2]
    depth = _depth(head)
    left, right = _edges(head, depth)
    lines = np.zeros(n, np.int64)
    for i in np.flatnonzero(space).tolist():
        lines[i] = "\n" in doc[i].text
    quoted, marks = _quotes(doc, numbers[:, 3])
    return Tokens(
        symbols=array[:, :5],
        head=head,
        left=left,
        right=right,
        depth=depth,
        sentence=np.cumsum(numbers[:, 1] == 1),
        paragraph=np.concatenate(([0], np.cumsum(lines)[:-1])) if n else lines,
        quoted=quoted,
        marks=marks,
        space=space,
    )


def only(tokens: Tokens, places: Ints) -> Tokens:
    """Some tokens of a Doc, whole sentences of it: what is counted (paragraphs, marks) counts what was left out."""
    if len(places) == len(tokens.head):
        return tokens
    now = np.zeros(len(tokens.head), np.int64)
    now[places] = np.arange(len(places))
    kept = Tokens(tokens.symbols[places], *(column[places] for column in tokens[1:]))
    return kept._replace(head=now[kept.head], left=now[kept.left], right=now[kept.right])


def joined(parts: list[Tokens]) -> tuple[Tokens, list[int]]:
    """The tokens of several documents as one, and where each begins; between two stands a token that is none.

    No window and no sentence goes from one to the next: their paragraphs are too far apart, their sentences differ.
    """
    if len(parts) == 1:
        return parts[0], [0]
    starts = np.cumsum([0, *(len(one.head) + 1 for one in parts[:-1])]).tolist()
    size = starts[-1] + len(parts[-1].head)
    out = Tokens(np.zeros((size, parts[0].symbols.shape[1]), np.uint64), *np.zeros((9, size), np.int64))
    out.space[:] = 1
    for column in (out.head, out.left, out.right):
        column[:] = np.arange(size)
    sentence, paragraph = 0, 0
    for one, start in zip(parts, starts, strict=True):
        here = slice(start, start + len(one.head))
        out.symbols[here] = one.symbols
        out.head[here], out.left[here], out.right[here] = one.head + start, one.left + start, one.right + start
        out.depth[here], out.quoted[here], out.marks[here] = one.depth, one.quoted, one.marks
        out.space[here] = one.space
        out.sentence[here], out.paragraph[here] = one.sentence + sentence, one.paragraph + paragraph
        sentence, paragraph = int(out.sentence[here][-1]) + 1, int(out.paragraph[here][-1]) + NEAR_PARAGRAPHS + 2
        if here.stop < size:
            out.paragraph[here.stop], out.sentence[here.stop] = paragraph, sentence
            sentence, paragraph = sentence + 1, paragraph + NEAR_PARAGRAPHS + 2
    return out, starts


def _depth(head: Ints) -> Ints:
    """Steps to the root."""
    at = np.arange(len(head))
    depth = np.zeros(len(head), np.int64)
    for _ in range(40):
        new = head[at]
        depth += new != at
        if np.array_equal(new, at):
            break
        at = new
    return depth


def _edges(head: Ints, depth: Ints) -> tuple[Ints, Ints]:
    """First and last token of each subtree, from the leaves up."""
    left = np.arange(len(head))
    right = left.copy()
    for level in range(int(depth.max(initial=0)), 0, -1):
        at = np.flatnonzero(depth == level)
        np.minimum.at(left, head[at], left[at])
        np.maximum.at(right, head[at], right[at])
    return left, right


def _quotes(doc: Doc, starts: Ints) -> tuple[Ints, Ints]:
    quoted = np.zeros(len(doc), np.int64)
    borders = np.zeros(len(doc) + 1, np.int64)
    for a, b in quotations(text_of(doc)):
        i, j = int(np.searchsorted(starts, a)), int(np.searchsorted(starts, b))
        quoted[i:j] = 1
        if i:
            quoted[i - 1] = 2
        if j < len(doc):
            quoted[j] = 2
        borders[i] += 1
        borders[j] += 1
    return quoted, np.cumsum(borders)[:-1]


def window(tokens: Tokens, anchor: int) -> tuple[int, int]:
    """The token window of a cue: its paragraph and the ones beside it (blank lines count as none)."""
    n = len(tokens.head)
    low, high = max(0, anchor - BEFORE), min(n, anchor + AFTER)
    paragraph = tokens.paragraph[low:high]
    here = int(tokens.paragraph[anchor])
    keep = np.flatnonzero(np.abs(paragraph - here) <= NEAR_PARAGRAPHS)
    return low + int(keep[0]), low + int(keep[-1]) + 1


def pair_features(tokens: Tokens, anchor: int, low: int, high: int, children: list[list[int]]) -> Ints:
    """Features of tokens [low, high) seen from a cue, one row a token:

    relation, token whose dependency labels the branch (-1: none), distance, depth, sentence, paragraph, quotations.
    """
    out = np.zeros((high - low, 7), np.int64)
    out[:, 0], out[:, 1] = relations(tokens, anchor, low, high, children)
    out[:, 2:] = distances(tokens, np.arange(low, high), np.array([anchor]))
    return out


def distances(tokens: Tokens, places: Ints, anchors: Ints) -> Ints:
    """How far tokens are from their cues, one row a token: in tokens, depth, sentences, paragraphs, quotations."""
    delta = places - anchors
    steps = np.searchsorted(DISTANCES, np.abs(delta), side="right")
    columns = [np.where(delta < 0, steps, steps + len(DISTANCES) + 1)]
    for line, low, high in (
        (tokens.depth, -3, DEEP),
        (tokens.sentence, -3, 3),
        (tokens.paragraph, -1, 1),
        (tokens.marks, -4, 4),
    ):
        columns.append(np.clip(line[places] - line[anchors], low, high) - low)
    return np.stack(columns, 1)


def relations(tokens: Tokens, anchor: int, low: int, high: int, children: list[list[int]]) -> tuple[Ints, Ints]:
    """0 elsewhere, 1 same sentence, 2 the cue, 3/4 below a child of it before/after, 5 below a sister, 6 an ancestor,
    7 below a sister of its governor, 8 the governor; with the child, sister or ancestor."""
    relation = (tokens.sentence[low:high] == tokens.sentence[anchor]).astype(np.int64)
    branch = np.full(high - low, -1, np.int64)

    def mark(token: int, kind: int) -> None:
        a, b = max(int(tokens.left[token]), low) - low, min(int(tokens.right[token]) + 1, high) - low
        if a < b:
            relation[a:b], branch[a:b] = kind, token

    head = int(tokens.head[anchor])
    grand = int(tokens.head[head])
    if grand != head:
        for child in children[grand]:
            mark(child, 7)
    if head != anchor:
        for child in children[head]:
            mark(child, 5)
    for child in children[anchor]:
        mark(child, 3 if child < anchor else 4)
    for token, kind in ((grand, 6), (head, 8), (anchor, 2)):
        if low <= token < high:
            relation[token - low], branch[token - low] = kind, token
    return relation, branch


def child_lists(tokens: Tokens) -> list[list[int]]:
    """Children of each token."""
    lists: list[list[int]] = [[] for _ in range(len(tokens.head))]
    for i, h in enumerate(tokens.head.tolist()):
        if h != i:
            lists[h].append(i)
    return lists

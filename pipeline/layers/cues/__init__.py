"""Modality, negation, hedges: the layer `cues`.

A cue is a word of rules/modality.toml; its scope are the tokens it governs by the parse. A scope does not reach into
clauses that have a tense of their own (relative clauses, coordinated clauses with their own subject): what is asserted
there stays asserted.
"""

from spacy.tokens import Doc

from pipeline.layers.cues.words import CueTerm, cue_at, cue_terms
from pipeline.layers.parse import Parse, parse_of
from pipeline.layers.store import Cue, layers

__all__ = ["add_cues"]

_OWN_TENSE = frozenset({"relcl", "conj", "advcl", "parataxis", "ccomp", "acl", "appos"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj"})
MOST = 80


def add_cues(doc: Doc) -> Doc:
    """Write the `cues` layer."""
    tree, table = parse_of(doc), cue_terms()
    found: list[Cue] = []
    i = 0
    while i < len(tree.lower):
        term = cue_at(tree.lower, i, tree.pos[i]) if tree.lower[i] in table else None
        if term is None:
            i += 1
            continue
        j = i + len(term.key)
        found.append(
            Cue(
                start=tree.start[i],
                end=tree.end[j - 1],
                i=i,
                j=j,
                rule=f"modality.{term.entry.id}",
                modality=term.entry.modality or None,  # type: ignore[typeddict-item]
                hedged=term.entry.hedged,
                scope=_scope(tree, term, i, j),
            )
        )
        i = j
    layers(doc)["cues"] = found
    return doc


def _scope(tree: Parse, term: CueTerm, i: int, j: int) -> list[int]:
    kind = term.entry.scope
    root = next((t for t in range(i, j) if not i <= tree.head[t] < j), i)
    if kind == "own":
        return _below(tree, root, cue=root)
    if kind == "phrase":
        last = tree.head[j - 1] if tree.head[j - 1] >= j else root
        return _below(tree, last, cue=last)
    head = tree.head[root]
    if kind == "head":
        return _below(tree, head if head != root else root, cue=head)
    if kind == "clause":
        main = tree.head[head] if tree.dep[head] in ("advcl", "ccomp", "relcl") else head
        return sorted({*_below(tree, head, cue=head), *_below(tree, main, cue=main)})
    return sorted({*_below(tree, root, cue=root), *(_below(tree, _verb(tree, root), cue=-1))})


def _verb(tree: Parse, i: int) -> int:
    """The verb over a word, at most five steps up; the word where there is none."""
    top = i
    for _ in range(5):
        if tree.pos[top] in ("VERB", "AUX") or tree.head[top] == top:
            break
        top = tree.head[top]
    return top


def _below(tree: Parse, top: int, cue: int) -> list[int]:
    """The tokens under a word, without clauses of their own tense and, under an active cue verb, its subject."""
    found, stack = [top], [top]
    while stack and len(found) < MOST:
        t = stack.pop()
        for c in tree.children[t]:
            if tree.dep[c] in _OWN_TENSE and not (t == cue and tree.dep[c] == "ccomp") and _tensed(tree, c):
                continue
            found.append(c)
            stack.append(c)
    return sorted(found)


def _tensed(tree: Parse, verb: int) -> bool:
    """Whether a verb has its own tense: finite itself or by an auxiliary, with a subject of its own."""
    kids = tree.children[verb]
    finite = tree.tag[verb] in _FINITE or any(tree.tag[c] in _FINITE for c in kids if tree.dep[c] in ("aux", "auxpass"))
    return finite and any(tree.dep[c] in _SUBJECT for c in kids)

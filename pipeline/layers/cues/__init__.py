"""Modality, negation, hedges: the layer `cues`.

A cue is a word of rules/modality.toml; its scope are the tokens it governs by the parse. A scope does not reach into
clauses that have a tense of their own (relative clauses, coordinated clauses with their own subject): what is asserted
there stays asserted.
"""

from spacy.attrs import DEP, HEAD, LOWER, POS, TAG
from spacy.tokens import Doc

from pipeline.layers.cues.words import CueTerm, cue_at, cue_terms
from pipeline.layers.store import Cue, layers

__all__ = ["add_cues"]

_OWN_TENSE = frozenset({"relcl", "conj", "advcl", "parataxis", "ccomp", "acl", "appos"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj"})
MOST = 80


class _Tree:
    """The parse of a Doc as plain lists; children are made when first asked for."""

    def __init__(self, doc: Doc) -> None:
        table = doc.to_array([LOWER, POS, TAG, DEP, HEAD]).tolist() if len(doc) else []
        strings, names = doc.vocab.strings, {0: ""}
        for row in table:
            for key in row[:4]:
                if key not in names:
                    names[key] = strings[key]
        self.lows = [names[r[0]] for r in table]
        self.pos = [names[r[1]] for r in table]
        self.tag = [names[r[2]] for r in table]
        self.dep = [names[r[3]] for r in table]
        self.head = [i + (r[4] - (1 << 64) if r[4] >= 1 << 63 else r[4]) for i, r in enumerate(table)]
        self._children: list[list[int]] | None = None

    @property
    def children(self) -> list[list[int]]:
        """The dependents of each token, in text order."""
        if self._children is None:
            self._children = [[] for _ in self.head]
            for i, h in enumerate(self.head):
                if h != i:
                    self._children[h].append(i)
        return self._children


def add_cues(doc: Doc) -> Doc:
    """Write the `cues` layer."""
    tree, table = _Tree(doc), cue_terms()
    found: list[Cue] = []
    i = 0
    while i < len(tree.lows):
        term = cue_at(tree.lows, i, tree.pos[i]) if tree.lows[i] in table else None
        if term is None:
            i += 1
            continue
        j = i + len(term.key)
        last = doc[j - 1]
        found.append(
            Cue(
                start=doc[i].idx,
                end=last.idx + len(last),
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


def _scope(tree: _Tree, term: CueTerm, i: int, j: int) -> list[int]:
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


def _verb(tree: _Tree, i: int) -> int:
    """The verb over a word, at most five steps up; the word where there is none."""
    top = i
    for _ in range(5):
        if tree.pos[top] in ("VERB", "AUX") or tree.head[top] == top:
            break
        top = tree.head[top]
    return top


def _below(tree: _Tree, top: int, cue: int) -> list[int]:
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


def _tensed(tree: _Tree, verb: int) -> bool:
    """Whether a verb has its own tense: finite itself or by an auxiliary, with a subject of its own."""
    kids = tree.children[verb]
    finite = tree.tag[verb] in _FINITE or any(tree.tag[c] in _FINITE for c in kids if tree.dep[c] in ("aux", "auxpass"))
    return finite and any(tree.dep[c] in _SUBJECT for c in kids)

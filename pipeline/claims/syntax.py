"""Questions about a parse: what governs a number, who its subject is, how two words hang together."""

from pipeline.claims.index import Index

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "expl")
RELATIVES = {"which", "that", "who", "whose", "whom"}
VERBAL = ("VERB", "AUX")


def chain_up(index: Index, i: int, most: int = 14) -> list[int]:
    """The token and its ancestors, bottom first."""
    found = [i]
    while index.head[i] != i and len(found) < most:
        i = index.head[i]
        found.append(i)
    return found


def first_verb(index: Index, chain: list[int]) -> int | None:
    """The first verb of a chain of ancestors."""
    return next((t for t in chain if index.pos[t] in VERBAL), None)


def label(index: Index, i: int) -> str:
    """The relation of a word to its head, with the preposition where there is one (`prep_of`)."""
    dep = index.dep[i]
    if dep in ("pobj", "pcomp"):
        return f"prep_{index.lower[index.head[i]]}"
    if dep == "prep":
        return f"prep_{index.lower[i]}"
    if dep == "agent":
        return "prep_by"
    return dep


def settled(index: Index, i: int) -> int:
    """The word whose relation a word shares: the first conjunct of a list, the noun an apposition explains."""
    for _ in range(12):
        if index.dep[i] in ("conj", "appos") and index.head[i] != i and index.pos[i] not in VERBAL:
            i = index.head[i]
        else:
            break
    return i


def subjects(index: Index, verb: int, depth: int = 0) -> list[int]:
    """Heads of the phrases that act as subject of a verb: its own subject, its antecedent, or its parent verb's."""
    own = [c for c in index.children[verb] if index.dep[c] in SUBJECTS]
    if own:
        if index.lower[own[0]] in RELATIVES and index.dep[verb] == "relcl":
            return [index.head[verb]]
        return [c for c in own if index.dep[c] != "expl"] or own
    if depth > 5 or index.head[verb] == verb:
        return []
    dep, parent = index.dep[verb], index.head[verb]
    if dep in ("relcl", "acl"):
        return [parent]
    up = first_verb(index, chain_up(index, parent))
    if up is None or up == verb:
        return []
    return subjects(index, up, depth + 1)


def within(index: Index, i: int, top: int, most: int = 10) -> list[int] | None:
    """The path of tokens from `i` up to `top` (both included), or None where `top` is no ancestor of `i`."""
    path = [i]
    while i != top:
        if index.head[i] == i or len(path) > most:
            return None
        i = index.head[i]
        path.append(i)
    return path


def meet(index: Index, i: int, chain: list[int], most: int = 12) -> tuple[int, list[int]] | None:
    """Where the ancestors of `i` join a chain: (position in the chain, path of `i` up to and with that token)."""
    place = {t: k for k, t in enumerate(chain)}
    path = [i]
    while i not in place:
        if index.head[i] == i or len(path) > most:
            return None
        i = index.head[i]
        path.append(i)
    return place[i], path


PREMODIFIERS = frozenset(("amod", "compound", "nmod", "poss", "nummod", "det", "case", "advmod", "punct"))


def left_edge(index: Index, i: int) -> int:
    """The first token of the part of a noun phrase that stands before its head, joined modifiers with it."""
    edge = i
    stack = [i]
    while stack:
        t = stack.pop()
        for c in index.children[t]:
            if c < i and (index.dep[c] in PREMODIFIERS or (t != i and index.dep[c] in ("cc", "conj"))):
                edge = min(edge, c)
                stack.append(c)
    return edge

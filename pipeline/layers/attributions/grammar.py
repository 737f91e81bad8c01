"""Reading the parse: who is the subject of a cue, and which words are what was said."""

from spacy.tokens import Doc, Token

from pipeline.layers.attributions.found import Pairs, subtract

SUBJECT = ("nsubj", "nsubjpass", "csubj")
NEAR = 14
"""Tokens between a verb and the `that` of its clause."""
LEAST_REST = 3
RELATIVE = frozenset({"who", "which", "that", "whom"})
EDGE = frozenset(",;:-–—\"“”'`") | {"''", "``", "--"}


def extent(token: Token) -> tuple[int, int]:
    """Token span of a subtree, from its left edge to its right edge."""
    return token.left_edge.i, token.right_edge.i + 1


def trim(doc: Doc, spans: Pairs) -> Pairs:
    """The spans without punctuation and space at their edges (a closing full stop included)."""
    out: Pairs = []
    for a, b in spans:
        while a < b and (doc[a].is_space or doc[a].text in EDGE or doc[a].text in ".)"):
            a += 1
        while a < b and (doc[b - 1].is_space or doc[b - 1].text in EDGE or doc[b - 1].text in ".("):
            b -= 1
        if a < b:
            out.append((a, b))
    return out


def subject_of(verb: Token, depth: int = 0) -> Token | None:
    """The head of the phrase that does what the verb says: its subject, or one borrowed through the parse.

    Conjuncts borrow from their first verb, participles and infinitives from what governs them, passives take the agent.
    """
    passive = any(c.dep_ in ("auxpass", "nsubjpass") for c in verb.children)
    if passive:
        return _agent(verb)
    for child in verb.children:
        if child.dep_ in SUBJECT:
            return child
    if depth > 3:
        return None
    head = verb.head
    if verb.dep_ == "conj" and head.pos_ in ("VERB", "AUX"):
        return subject_of(head, depth + 1)
    if verb.dep_ in ("acl", "relcl") and head.pos_ in ("NOUN", "PROPN", "PRON"):
        return head if verb.tag_ == "VBG" else _agent(verb)
    if verb.dep_ in ("advcl", "xcomp", "pcomp", "ccomp") and head != verb:
        if head.pos_ == "ADP" and verb.dep_ == "pcomp":
            head = head.head
        if verb.tag_ in ("VBG", "VB"):
            return subject_of(head, depth + 1) if head.pos_ in ("VERB", "AUX") else None
    return _inverted(verb)


def _agent(verb: Token) -> Token | None:
    for child in verb.children:
        if child.dep_ == "agent":
            return next((c for c in child.children if c.dep_ == "pobj"), None)
    return None


def _inverted(verb: Token) -> Token | None:
    """`..., said Rosa Lind`: a subject that the parser took for an object."""
    follows = next((c for c in verb.children if c.dep_ in ("dobj", "oprd", "attr") and c.i > verb.i), None)
    before = verb.doc[verb.i - 1] if verb.i > verb.sent.start else None
    quoted = before is not None and (before.text in EDGE)
    return follows if follows is not None and quoted and follows.pos_ in ("PROPN", "PRON", "NOUN") else None


def phrase(head: Token, verb: Token | None = None) -> tuple[int, int]:
    """Token span of a noun phrase, cut where the verb that it belongs to (or its clause) begins."""
    a, b = extent(head)
    for child in head.children:
        if child.dep_ in ("relcl", "acl", "advcl") and child.i > head.i and verb is not None and _holds(child, verb):
            b = min(b, child.left_edge.i)
    if verb is not None and a <= verb.i < b:
        a, b = (a, verb.i) if head.i < verb.i else (verb.i + 1, b)
    while b - 1 > head.i and (
        head.doc[b - 1].text in EDGE or head.doc[b - 1].is_space or head.doc[b - 1].tag_ == "POS"
    ):
        b -= 1
    while a < head.i and (head.doc[a].text in EDGE or head.doc[a].is_space):
        a += 1
    return a, b


def _holds(top: Token, token: Token) -> bool:
    return top.left_edge.i <= token.i <= top.right_edge.i


def cue_span(verb: Token) -> Pairs:
    """The verb with its auxiliaries, negation and particle, where they stand beside it."""
    a = b = verb.i
    near = {c.i for c in verb.children if c.dep_ in ("aux", "auxpass", "neg", "prt", "advmod") and c.n_lefts == 0}
    while a - 1 in near:
        a -= 1
    while b + 1 in near and verb.doc[b + 1].dep_ in ("prt", "neg"):
        b += 1
    return [(a, b + 1)]


def clause_content(verb: Token, source: Pairs, takes: frozenset[str]) -> tuple[Pairs, str] | None:
    """The words that a verb's complements give as its content, and by which road: clause, inverted, parataxis, ..."""
    children = list(verb.children)
    for child in children:
        if child.dep_ == "ccomp" and not _bare(child):
            if child.i < verb.i:
                return within(verb, _before(verb, child, source)), "inverted"
            spans = within(verb, [(child.left_edge.i, _colon(child.right_edge.i + 1, verb))])
            return subtract(spans, [*source, (verb.i, verb.i + 1)]), "clause"
    that = _that_clause(verb) if "clause" in takes else None
    if that is not None:
        return subtract(within(verb, [that]), source), "clause"
    if verb.dep_ in ("parataxis", "advcl", "conj") and _parenthetical(verb):
        whole = [extent(verb.head)]
        return subtract(whole, [extent(verb), *source]), "parenthesis"
    if verb.dep_ == "relcl" and not any(c.dep_ in ("dobj", "xcomp") and c.i > verb.i for c in children):
        return _of_antecedent(verb, source), "relative"
    return _object_content(verb, source, takes)


def _object_content(verb: Token, source: Pairs, takes: frozenset[str]) -> tuple[Pairs, str] | None:
    """Content that is no clause: an object with the rest of its clause, an infinitive, or what follows the verb."""
    roads = (("object", ("dobj", "oprd")), ("infinitive", ("xcomp",)))
    for road, deps in roads:
        if road in takes or road == "infinitive":
            part = next((c for c in verb.children if c.dep_ in deps and c.i > verb.i), None)
            if part is not None and not any(a <= part.i < b for a, b in source):
                return subtract([(part.left_edge.i, _rest(verb, part))], source), road
    if "object" in takes and verb.right_edge.i - verb.i > LEAST_REST:
        return subtract([(verb.i + 1, verb.right_edge.i + 1)], source), "rest"
    return None


def _of_antecedent(verb: Token, source: Pairs) -> Pairs:
    """`the 3% that brokers had forecast`: the noun that the relative clause hangs on."""
    a, b = verb.head.left_edge.i, verb.left_edge.i
    return subtract([(a, b)], source) if not any(s <= verb.head.i < e for s, e in source) else []


def _rest(verb: Token, part: Token) -> int:
    """End of the clause behind an object: the verb's other complements belong to what is reported."""
    end = part.right_edge.i + 1
    for child in verb.children:
        after = child.i > part.i and child.dep_ in (
            "prep",
            "advmod",
            "acomp",
            "npadvmod",
            "amod",
            "acl",
            "oprd",
            "appos",
            "dep",
        )
        if after and child.left_edge.i <= end + 1:
            end = max(end, child.right_edge.i + 1)
    return end


def within(verb: Token, spans: Pairs) -> Pairs:
    """The spans as far as they lie in the cue's part of the sentence: between semicolons."""
    sentence = verb.sent
    low = next((t.i + 1 for t in reversed(verb.doc[sentence.start : verb.i]) if t.text == ";"), sentence.start)
    high = next((t.i for t in verb.doc[verb.i : sentence.end] if t.text == ";"), sentence.end)
    return [(max(a, low), min(b, high)) for a, b in spans if max(a, low) < min(b, high)]


def _colon(end: int, verb: Token) -> int:
    """End of a reported clause: what a colon adds to it belongs to it."""
    sentence = verb.sent
    return sentence.end if end < sentence.end and verb.doc[end].text == ":" else end


def _that_clause(verb: Token) -> tuple[int, int] | None:
    """`said in a notice that ...`: a clause that the parser hung on a word between verb and `that`."""
    stop = min(verb.sent.end, verb.i + NEAR)
    that = next(
        (t for t in verb.doc[verb.i + 1 : stop] if t.lower_ == "that" and t.dep_ in ("mark", "nsubj", "det")), None
    )
    if that is None or that.dep_ == "det" or any(t.pos_ in ("VERB", "AUX") for t in verb.doc[verb.i + 1 : that.i]):
        return None
    top = that.head
    whole = top.i > that.i and top.pos_ in ("VERB", "AUX")
    return that.i, top.right_edge.i + 1 if whole else verb.sent.end


def _bare(clause: Token) -> bool:
    """A one-word clause is a parser's slip."""
    return clause.left_edge.i == clause.right_edge.i


def _before(verb: Token, clause: Token, source: Pairs) -> Pairs:
    """`CONTENT, X said`: all that stands in the sentence before source and verb, from the clause's beginning on."""
    start = min(clause.left_edge.i, clause.i)
    stop = min([verb.i, *(a for a, _ in source)])
    if stop <= start:
        stop = verb.i
    spans = [(start, min(stop, verb.i))]
    after = clause.right_edge.i + 1
    if after > verb.i + 1:  # the clause goes on behind the cue
        spans.append((verb.i + 1, after))
    return subtract(spans, source)


def _parenthetical(verb: Token) -> bool:
    """Whether a cue clause stands between commas or closes the sentence behind one."""
    a, b = extent(verb)
    doc = verb.doc
    before = doc[a - 1].text if a > 0 else ""
    after = doc[b].text if b < len(doc) else ""
    comma = before in (",", "-", "–", "—") or doc[a].text in (",", "-", "–", "—")
    return verb.dep_ == "parataxis" or (comma and verb.i > verb.head.i and b - a <= 8 and after in (",", ".", "", "\n"))

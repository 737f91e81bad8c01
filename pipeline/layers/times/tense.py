"""The tense of the clause that a word stands in: whether what is told of it is past or to come."""

from spacy.tokens import Token

_WILL = frozenset(("will", "'ll", "’ll", "shall", "wo", "would"))
_AHEAD = frozenset(
    ("expect", "plan", "schedule", "due", "slate", "intend", "forecast", "set", "aim", "project", "postpone")
)
_UNTIL = frozenset(("until", "till", "by"))


def tense(token: Token) -> str:
    """The tense of the clause a word stands in: "future" (will, to), "past", "present", or "" where unknown."""
    if not token.dep:
        return _tense_before(token)
    verb = next((w for w in _up(token) if w.pos_ in ("VERB", "AUX")), None)
    if verb is None:
        return ""
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if any(c.lower_ in _WILL for c in helpers) or _infinitive(verb, helpers):
        return "future"
    tag = helpers[0].tag_ if helpers else verb.tag_
    if _had(verb, helpers) or (verb.lemma_ == "set" and not _onward(verb)):
        return "past" if tag in ("VBD", "VBN") else "present"
    if verb.lemma_ in _AHEAD or verb.lower_ == "going":
        return "future"
    perfect = bool(helpers) and helpers[0].lemma_ == "have"
    if tag in ("VBD", "VBN") or perfect:
        return "past"
    return "present"


def _infinitive(verb: Token, helpers: list[Token]) -> bool:
    """ "To" opens the clause and it is what the verb before aims at: not a purpose ("bid to buy the firm on Friday"),
    and not what "had been due to" happen."""
    if not any(c.tag_ == "TO" for c in helpers):
        return False
    up = next((w for w in _up(verb)[1:] if w.pos_ in ("VERB", "AUX")), verb)
    return verb.dep_ not in ("advcl", "csubj") and not _had(
        up, [c for c in up.children if c.dep_ in ("aux", "auxpass")]
    )


def told_before(token: Token) -> bool:
    """The clause of a word stands in the past perfect: "until Friday they had not paid" looks back."""
    verb = next((w for w in _up(token) if w.pos_ in ("VERB", "AUX")), None)
    return verb is not None and _had(verb, [c for c in verb.children if c.dep_ in ("aux", "auxpass")])


def _had(verb: Token, helpers: list[Token]) -> bool:
    """A past perfect: what was to come then may be past by now."""
    return any(c.lower_ in ("had", "'d") for c in helpers) and verb.tag_ in ("VBN", "VBD")


def _onward(verb: Token) -> bool:
    """ "Set" of what is to come: set to, set for; not a record set."""
    return any(c.dep_ == "xcomp" or (c.dep_ == "prep" and c.lower_ == "for") for c in verb.children)


def _up(token: Token) -> list[Token]:
    path = [token]
    while path[-1].head.i != path[-1].i and len(path) < 12:
        path.append(path[-1].head)
    return path


def _tense_before(token: Token) -> str:
    """Without a parse: will among the eight words before."""
    for word in reversed(list(token.doc[max(0, token.i - 8) : token.i])):
        if word.text in (".", ";", "\n"):
            break
        if word.lower_ in _WILL or (word.lower_ == "to" and word.i < token.i - 1):
            return "future"
    return ""

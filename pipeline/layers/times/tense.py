"""The tense of the clause that a word stands in: whether what is told of it is past or to come."""

from spacy.tokens import Token

_WILL = frozenset(("will", "'ll", "’ll", "shall", "wo", "would"))
_AHEAD = frozenset(
    ("expect", "plan", "schedule", "due", "slate", "intend", "forecast", "set", "aim", "project", "postpone")
)
# what these verbs say of is done when they are: "forced it to file on Monday"
_CARRIES = frozenset(
    (
        "force",
        "cause",
        "lead",
        "help",
        "allow",
        "enable",
        "begin",
        "start",
        "continue",
        "fail",
        "manage",
        "seem",
        "appear",
    )
)
_TELLS = frozenset(("be", "have", "say", "report", "show", "note", "write", "add", "mean", "follow", "come"))

# present and past look alike
_BOTH = frozenset(("hurt", "cut", "hit", "put", "let", "cost", "shut", "set", "split", "beat", "spread", "quit", "bid"))


def scheduled(token: Token) -> bool:
    """ "Which joins the index on Monday": the present tense of a full sentence, for what is fixed to come."""
    verb = token.head.head if token.head.dep_ == "prep" else token.head
    if token.dep_ not in ("npadvmod", "pobj") or verb.tag_ not in ("VBZ", "VBP"):
        return False
    if verb.lemma_ in _TELLS or verb.lower_ in _BOTH:
        return False
    return not _helpers(verb) and token.sent.text.rstrip().endswith((".", '."', ".”"))


def tense(token: Token) -> str:
    """The tense of the clause a word stands in: "future" (will, to), "past", "present", or "" where unknown."""
    if not token.dep:
        return _tense_before(token)
    verb = _verb(token)
    return _of(verb) if verb is not None else ""


def _of(verb: Token) -> str:
    helpers = _helpers(verb)
    if any(c.lower_ in _WILL for c in helpers):
        return "future"
    if any(c.tag_ == "TO" for c in helpers):
        return _infinitive(verb)
    if verb.tag_ == "VBG" and verb.dep_ in ("xcomp", "pcomp") and not helpers and verb.lemma_ not in _AHEAD:
        up = _verb_over(verb)
        if up is not None:  # "began trading", "will start paying"
            return _of(up)
    tag = helpers[0].tag_ if helpers else verb.tag_
    if _had(verb) or (verb.lemma_ == "set" and not _onward(verb)):
        return "past" if tag in ("VBD", "VBN") else "present"
    if verb.lemma_ in _AHEAD or verb.lower_ in ("going", "slated"):
        return "future"
    if verb.dep_ == "advcl" and any(c.lower_ in ("when", "once") for c in verb.children):
        up = _verb_over(verb)
        if up is not None and _of(up) == "future":  # "it would be paid when the market opened on Friday"
            return "future"
    if tag in ("VBZ", "VBP") and verb.lemma_ == "be" and any(c.lower_ in ("due", "set") for c in verb.children):
        return "future"  # "results are due on Tuesday"
    perfect = bool(helpers) and helpers[0].lemma_ == "have"
    return "past" if tag in ("VBD", "VBN") or perfect else "present"


def _infinitive(verb: Token) -> str:
    """To come by the verb before it; but a purpose ("bid to buy the firm on Friday") and what "had been due to"
    happen have the tense of that verb."""
    up = _verb_over(verb)
    if up is None or not (verb.dep_ in ("advcl", "csubj") or _had(up) or up.lemma_ in _CARRIES):
        return "future"
    return _of(up)


def _verb(token: Token) -> Token | None:
    """The nearest verb at or over a word."""
    return next((w for w in _up(token) if w.pos_ in ("VERB", "AUX")), None)


def _verb_over(verb: Token) -> Token | None:
    return next((w for w in _up(verb)[1:] if w.pos_ in ("VERB", "AUX")), None)


def _helpers(verb: Token) -> list[Token]:
    return [c for c in verb.children if c.dep_ in ("aux", "auxpass")]


def told_before(token: Token) -> bool:
    """The clause of a word stands in the past perfect: "until Friday they had not paid" looks back."""
    verb = _verb(token)
    return verb is not None and _had(verb)


def _had(verb: Token) -> bool:
    """A past perfect: what was to come then may be past by now."""
    return any(c.lower_ in ("had", "'d") for c in _helpers(verb)) and verb.tag_ in ("VBN", "VBD")


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

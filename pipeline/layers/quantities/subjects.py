"""The subject of a verb, where it stands and where the grammar leaves it out."""

from spacy.tokens import Token

from pipeline.layers.quantities.atoms import wordset

NOUNS = frozenset(("NOUN", "PROPN"))
VERBS = frozenset(("VERB", "AUX"))
SUBJECTS = frozenset(("nsubj", "nsubjpass"))
DAYS = wordset("today yesterday tomorrow tonight monday tuesday wednesday thursday friday saturday sunday")
_CHAIN = frozenset(("xcomp", "conj", "advcl", "ccomp", "pcomp"))
_FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
_SAY = wordset(
    "say show report tell announce note add estimate suggest indicate claim believe think reveal find argue warn put"
)
_SINGULAR = frozenset(("it",))
_PERSONAL = frozenset(("it", "they", "he", "she", "which"))
_UNITS = wordset("percent cent points dollars euros pounds million total")


def when(token: Token) -> bool:
    """A word of time: it says when, not of what."""
    return token.ent_type_ in ("DATE", "TIME") or token.lower_ in DAYS


def is_amount(token: Token) -> bool:
    """A part of an amount, or a word that only sums up."""
    return token.like_num or token.text in "%$£€" or token.lower_ in _UNITS


def names(token: Token) -> bool:
    """A noun that can say what something is about."""
    return token.pos_ in NOUNS and not when(token) and not is_amount(token)


def verb_of(token: Token) -> Token | None:
    """The verb that a token is or hangs from."""
    for _ in range(6):
        if token.pos_ in VERBS:
            return token
        if token.head is token:
            return None
        token = token.head
    return None


def subject_of(verb: Token, start: int, end: int, left: int = 2) -> Token | None:
    """The noun subject of a verb outside tokens [start, end), through relative clauses, infinitives and verb chains."""
    for _ in range(5):
        if _is_infinitive(verb):
            owner = next((c for c in verb.head.children if c.dep_ == "poss" and c.pos_ in NOUNS), None)
            if owner is not None:
                return owner
            over = verb_of(verb.head)
            if over is not None and verb.head.dep_ not in SUBJECTS:
                verb = over
                continue
        for child in verb.children:
            if child.dep_ in SUBJECTS and not start <= child.i < end:
                return _meant(child, verb, start, end, left)
        near = _noun_before(verb) if verb.tag_ in _FINITE else None
        if near is not None and not start <= near.i < end:
            return near
        if verb.dep_ in ("relcl", "acl") and verb.head.pos_ in NOUNS:
            return verb.head
        above = _governing(verb)
        if above is None:
            return None
        verb = above
    return None


def _is_infinitive(verb: Token) -> bool:
    """The verb of "plans to cut", "the first to reach": who does it is the subject of the clause around it."""
    infinitive = verb.i > 0 and verb.nbor(-1).lower_ == "to"
    return infinitive and verb.dep_ in ("acl", "relcl") and verb.head.pos_ in NOUNS


def _meant(child: Token, verb: Token, start: int, end: int, left: int) -> Token | None:
    """The noun that a subject is or stands for."""
    if child.pos_ in NOUNS or child.tag_ == "VBG":
        return child
    if child.tag_ in ("WDT", "WP") or child.lower_ == "that":
        if verb.dep_ == "relcl" and not names(verb.head):
            over = verb_of(verb.head)
            return subject_of(over, start, end, left - 1) if over is not None and left else None
        return verb.head if verb.head.pos_ in NOUNS else None
    return _antecedent(child) if child.pos_ == "PRON" else None


def _governing(verb: Token) -> Token | None:
    """The verb whose subject this one shares."""
    head = verb.head
    if verb.dep_ not in _CHAIN or head is verb:
        return None
    if verb.dep_ == "ccomp" and head.i < verb.i and head.lemma_ in _SAY:
        return None
    return verb_of(head) if verb.dep_ == "pcomp" else head


def _noun_before(verb: Token) -> Token | None:
    """The noun straight before a verb that has no subject in the parse."""
    near = verb
    for _ in range(6):
        if near.i == 0 or near.is_sent_start:
            return None
        near = near.nbor(-1)
        if near.pos_ not in ("ADV", "AUX", "PART"):
            break
    if near.pos_ == "VERB" and near.text.isupper() and len(near.text) > 1:  # an abbreviation
        return near
    if not names(near):
        return None
    for _ in range(6):
        if near.head.i <= near.i or near.head.pos_ not in NOUNS:
            break
        near = near.head
    return near if near.i < verb.i else None


def _antecedent(pronoun: Token) -> Token | None:
    """The nearest subject noun before a pronoun in its sentence, of its number."""
    if pronoun.lower_ not in _PERSONAL:
        return None
    doc = pronoun.doc
    for i in range(pronoun.i - 1, max(pronoun.sent.start, pronoun.i - 60) - 1, -1):
        if doc[i].dep_ in SUBJECTS and doc[i].pos_ in NOUNS:
            if pronoun.lower_ in _SINGULAR and doc[i].tag_ in ("NNS", "NNPS"):
                continue
            return doc[i]
    return None

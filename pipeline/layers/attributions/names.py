"""Who a source phrase means: name, type, role and organisation."""

from spacy.tokens import Doc, Span, Token

from pipeline.layers.attributions.grammar import RELATIVE
from pipeline.layers.entities import person_info
from pipeline.layers.store import Entity, Link, layers

PERSON_PRONOUNS = frozenset({"he", "she", "him", "her", "i"})
THING_PRONOUNS = frozenset({"it", "they", "we", "them", "both"})
DATA = frozenset({"data", "figure", "figures", "statistics", "numbers", "tracker", "dashboard", "index", "chart"})
# fmt: off
DOCUMENT = frozenset({
    "report", "reports", "survey", "surveys", "study", "studies", "poll", "polls", "filing", "filings", "paper",
    "papers", "document", "documents", "prospectus", "statement", "letter", "memo", "note", "release", "newspaper",
    "website", "article", "post", "tweet", "book", "minutes", "analysis", "research", "review", "projection",
    "projections", "calculation", "calculations", "forecasts", "estimates", "predictions",
})
PEOPLE = frozenset({
    "analysts", "economists", "experts", "traders", "observers", "investors", "critics", "officials", "executives",
    "researchers", "scientists", "lawyers", "lenders", "dealers", "commentators", "forecasters", "brokers", "unions",
    "workers", "people", "sources", "insiders", "strategists", "developers", "miners", "banks", "companies",
    "lawmakers",
    "politicians", "prosecutors", "ministers", "authorities", "others", "some", "many",
    "few",
})
ANONYMOUS = frozenset({"source", "sources", "insider", "insiders", "person", "people"})
ANONYMOUS_TAIL = (
    "familiar with", "briefed on", "close to", "with knowledge", "who asked not", "who declined", "who spoke on",
)
COMPANY_NOUNS = frozenset({
    "company", "firm", "bank", "group", "carmaker", "automaker", "airline", "retailer", "maker", "manufacturer",
    "exchange", "miner", "lender", "insurer", "producer", "giant", "operator", "startup", "start-up", "bourse",
    "brewer", "fund", "business", "brokerage", "supplier", "chain",
})
DEFINITE = frozenset({"the", "its", "his", "her", "their", "this", "that", "these", "those", "our", "my", "your"})
# fmt: on
STOPS = frozenset({",", "(", "-", "–", "—"})
"""Marks that end a name; a hyphen without a blank before it does not ("mid-year review")."""
NOMINAL = ("NOUN", "PROPN", "PRON", "NUM")
TYPES = {"person": "person", "group": "group"}


class Index(dict[int, Entity]):
    """Token -> entity that covers it; beside it the model's own entities and what persons are, each read once."""

    def __init__(self, doc: Doc) -> None:
        super().__init__()
        self.ents: tuple[Span, ...] = tuple(doc.ents)
        self.told: dict[str, tuple[str | None, str | None]] = {}

    def ent_at(self, i: int) -> Span | None:
        """The model's entity over token i."""
        return next((e for e in self.ents if e.start <= i < e.end), None)

    def person(self, doc: Doc, entity: Entity) -> tuple[str | None, str | None]:
        """Role and organisation of a person."""
        if entity["key"] not in self.told:
            self.told[entity["key"]] = person_info(doc, entity)
        return self.told[entity["key"]]


def entity_index(doc: Doc) -> Index:
    """Token -> entity that covers it, names before references."""
    index = Index(doc)
    for entity in layers(doc).get("entities", []):
        for i in range(entity["i"], entity["j"]):
            if i not in index or entity["form"] == "name":
                index[i] = entity
    return index


def link_for(doc: Doc, span: tuple[int, int], cue: str | None, index: Index) -> Link | None:
    """The link that a source phrase gives; None for a phrase that names nobody (`there`, an unresolved `it`)."""
    head = _head(doc, span)
    if head.lower_ in RELATIVE and head.pos_ in ("PRON", "DET", "SCONJ"):
        return _relative(doc, head, cue, index)
    if head.pos_ == "PRON" or head.lower_ in PERSON_PRONOUNS | THING_PRONOUNS:
        name, kind = _pronoun(head, index)
        if name is None:
            return None
        link = make_link(doc, name, kind, cue, span)
        if kind == "person" and head.i in index:
            link["role"], link["organization"] = index.person(doc, index[head.i])
        return link
    name, kind, role = _noun_phrase(doc, span, head, index)
    link = make_link(doc, name, kind, cue, span)
    if kind == "person":
        entity = next((index[i] for i in range(*span) if i in index and index[i]["name"] == name), None)
        told = index.person(doc, entity) if entity is not None else (None, None)
        link["role"], link["organization"] = told[0] or role, told[1]
    return link


def make_link(doc: Doc, name: str, kind: str, cue: str | None, span: tuple[int, int]) -> Link:
    """A link over the tokens [i, j)."""
    last = doc[span[1] - 1]
    return Link(
        name=name, type=kind, role=None, organization=None, cue=cue, start=doc[span[0]].idx, end=last.idx + len(last)
    )


def _head(doc: Doc, span: tuple[int, int]) -> Token:
    """The noun that the phrase is about; parsers lose it in headline English."""
    root = doc[span[0] : span[1]].root
    if root.pos_ in NOMINAL or root.lower_ in RELATIVE:
        return root
    nouns = [t for t in doc[span[0] : span[1]] if t.pos_ in NOMINAL]
    return next((t for t in nouns if t.lower_ in DATA | DOCUMENT), nouns[-1] if nouns else root)


def _relative(doc: Doc, head: Token, cue: str | None, index: Index) -> Link | None:
    """`who said`: the noun that the relative clause hangs on."""
    verb = head.head
    while verb.dep_ not in ("relcl", "acl") and verb.head.i != verb.i:
        verb = verb.head
    if verb.head.i == verb.i:
        return None
    noun = verb.head
    if noun.dep_ == "appos" and noun.head.pos_ == "PROPN":
        noun = noun.head
    a, b = noun.left_edge.i, min(verb.left_edge.i, noun.right_edge.i + 1)
    while b - 1 > noun.i and doc[b - 1].is_punct:
        b -= 1
    return link_for(doc, (a, max(b, noun.i + 1)), cue, index) if noun.pos_ != "PRON" else None


def _pronoun(head: Token, index: Index) -> tuple[str | None, str]:
    """The name that a pronoun stands for: by the coreference layer, else the last fitting subject before it."""
    entity = index.get(head.i)
    if entity is not None:
        return entity["name"], _type_of(entity)
    if head.lower_ in PERSON_PRONOUNS:
        wanted, kind = ("PERSON",), "person"
    elif head.lower_ in THING_PRONOUNS:
        wanted, kind = ("ORG",), "organization"
    else:
        return None, ""
    before = [e for e in index.ents if e.end <= head.i and e.label_ in wanted]
    if not before:
        return None, ""
    recent = before[-1]
    subjects = [e for e in before[-4:] if e.root.dep_ in ("nsubj", "nsubjpass", "appos")]
    chosen = subjects[-1] if subjects else recent
    return _full(index, chosen.text), kind


def _full(index: Index, name: str) -> str:
    """A person's fullest form before: `Stolz` -> `Miriam Stolz`."""
    last = name.split()[-1]
    forms = [e.text for e in index.ents if e.text.split()[-1:] == [last] and " " in e.text]
    return forms[0] if forms and " " not in name else name


def _type_of(entity: Entity) -> str:
    return TYPES.get(entity["type"], "organization")


def _noun_phrase(doc: Doc, span: tuple[int, int], head: Token, index: Index) -> tuple[str, str, str | None]:
    text = plain(doc, span)
    low = text.lower()
    if head.lower_ in ANONYMOUS and any(t in low for t in ANONYMOUS_TAIL):
        return text, "anonymous", None
    named = _apposed(doc, span, head, index)
    if named is not None:
        entity, kind, role = named
        return entity, kind, role
    if head.lower_ in DATA | DOCUMENT:
        owner = _owner(doc, span, head, index)
        kind = "data" if head.lower_ in DATA else "document"
        return (owner or text), kind, None
    if head.lower_ in PEOPLE or head.tag_ == "NNS":
        return text, "anonymous" if head.lower_ in ANONYMOUS else "group", None
    if head.lower_ in COMPANY_NOUNS and doc[span[0]].lower_ in DEFINITE:  # "one miner" is none named before
        before = [e for e in index.ents if e.end <= span[0] and e.label_ == "ORG"]
        if before:
            return before[-1].text, "organization", None
    return text, "person" if head.ent_type_ == "PERSON" else "organization", None


def plain(doc: Doc, span: tuple[int, int]) -> str:
    """The phrase without its article and without what follows a comma."""
    i, j = span
    while i < j - 1 and (doc[i].tag_ in ("DT", "PRP$") or doc[i].is_punct):
        i += 1
    stop = next((t.i for t in doc[i + 1 : j] if t.text in STOPS and (t.text != "-" or doc[t.i - 1].whitespace_)), j)
    return doc[i:stop].text.strip()


def _apposed(doc: Doc, span: tuple[int, int], head: Token, index: Index) -> tuple[str, str, str | None] | None:
    """The entity that the phrase's head belongs to, or that stands in apposition to it."""
    heads = [head, *(c for c in head.children if c.dep_ == "appos" and span[0] <= c.i < span[1])]
    for token in heads:
        entity = index.get(token.i)
        definite = doc[span[0]].lower_ in DEFINITE or any(c.dep_ == "poss" for c in token.children)
        if entity is not None and (entity["form"] == "name" or definite):
            role = plain(doc, (span[0], entity["i"])) if entity["i"] > span[0] and entity["type"] == "person" else None
            return entity["name"], _type_of(entity), role
        if token.ent_type_ in ("PERSON", "ORG", "GPE", "NORP", "PRODUCT", "FAC") and token.pos_ == "PROPN":
            ent = index.ent_at(token.i)
            if ent is not None:
                kind = "person" if ent.label_ == "PERSON" else "organization"
                return (_full(index, ent.text) if kind == "person" else ent.text), kind, None
    return None


def _owner(doc: Doc, span: tuple[int, int], head: Token, index: Index) -> str | None:
    """`Harbour Data figures`, `a report by Harbour Data`, `data compiled by Harbour Data`: who made the data."""
    others = []
    for token in doc[span[0] : span[1]]:
        name = _name_at(token, index)
        if name is None:
            continue
        attached = token.head == head and token.dep_ in ("compound", "poss", "nmod", "amod")
        via = token.dep_ == "pobj" and token.head.lower_ in ("by", "from", "of")
        if attached or via:
            crowd = via and token.i in index and index[token.i]["type"] == "group"  # "analysts at Harbour Data"
            return plain(doc, (token.left_edge.i, min(token.right_edge.i + 1, span[1]))) if crowd else name
        others.append(name)
    return others[0] if others and head.lower_ in DATA else None


def _name_at(token: Token, index: Index) -> str | None:
    entity = index.get(token.i)
    if entity is not None:
        return entity["name"] if entity["type"] != "place" else None
    return next(
        (e.text for e in index.ents if e.start <= token.i < e.end and e.label_ in ("ORG", "PERSON", "PRODUCT")), None
    )

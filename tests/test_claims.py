"""Claims: policy, ids, moves, lists, repeats, linking and trees, on hand-made Docs and drafts."""

import json
import math
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.claims import linking
from pipeline.claims.assembly import assemble
from pipeline.claims.candidates import Candidate, candidates_for, without_venues
from pipeline.claims.confidence import set_confidence
from pipeline.claims.drafts import Draft, finish, sources
from pipeline.claims.explain import explain_claim
from pipeline.claims.features import entity_features
from pipeline.claims.index import build_index, root_of
from pipeline.claims.linking import Linked, _clause_subject, may_win, softmax
from pipeline.claims.lists import coordinated
from pipeline.claims.moves import contradicts, link_moves
from pipeline.claims.parties import set_counterparty
from pipeline.claims.policy import CLAIMING_ROLES, claims_from
from pipeline.claims.repeats import link_repeats
from pipeline.claims.scene import scene_of, unit_class
from pipeline.claims.syntax import label, meet, settled, subjects
from pipeline.claims.trees import TreeModel
from pipeline.extraction import docs
from pipeline.layers.store import Entity, Quantity, layers
from pipeline.pages import article_from_text
from schemas import Claim

WORDS = ["Acme", "and", "Bolt", "said", "sales", "rose", "4", "%", "."]
HEADS = [3, 0, 0, 3, 5, 3, 7, 5, 3]
DEPS = ["nsubj", "cc", "conj", "ROOT", "nsubj", "ccomp", "nummod", "npadvmod", "punct"]
POS = ["PROPN", "CCONJ", "PROPN", "VERB", "NOUN", "VERB", "NUM", "NOUN", "PUNCT"]


def quantity(doc, i, j, low, high=None, unit="percent", **more):
    span = doc[i:j]
    made = {
        "start": span.start_char, "end": span.end_char, "i": i, "j": j, "rule": "test", "low": low,
        "high": low if high is None else high, "unit": unit, "approx": False, "bound": "exact", "change": "=",
        "concept": [], "kind": "percent", "noun": None, "aspect": "change", "direction": "up", "move": None,
        "mover": None, "equivalents": [], "reason": None,
    }  # fmt: skip
    return Quantity(**{**made, **more})


def entity(doc, i, j, kind="company", form="name"):
    span = doc[i:j]
    return Entity(
        start=span.start_char, end=span.end_char, i=i, j=j, rule="test", type=kind, name=span.text,
        key=span.text.lower(), ids={}, form=form,
    )  # fmt: skip


@pytest.fixture
def doc(make_doc):
    doc = make_doc(
        WORDS, heads=HEADS, deps=DEPS, pos=POS, lemmas=["acme", "and", "bolt", "say", "sale", "rise", "4", "%", "."]
    )
    layers(doc)["entities"] = [entity(doc, 0, 1), entity(doc, 2, 3)]
    layers(doc)["quantities"] = [quantity(doc, 6, 8, 4.0)]
    return doc


def candidate(doc, i, j, name=None, **more):
    e = entity(doc, i, j)
    return Candidate(e["key"], name or e["name"], e["type"], {}, "name", i, j, i, 0, **more)


def draft_at(doc, q, who, **more):
    d = Draft("quantity", q["i"], q["j"], more.pop("sent", 0), "body", (0, len(doc.text)), quantity=q, entity=who)
    d.metric, d.aspect = "revenue", q["aspect"]
    for name, value in more.items():
        setattr(d, name, value)
    return d


def test_roles_that_yield_claims():
    assert claims_from("body") and claims_from("caption") and claims_from(None)
    assert not any(claims_from(r) for r in ("related", "promo", "disclaimer", "source_line", "byline", "other"))
    assert "headline" in CLAIMING_ROLES


def test_the_publisher_always_ends_the_chain(doc):
    link = {
        "name": "Ann Lee",
        "type": "person",
        "role": "analyst",
        "organization": None,
        "cue": "said",
        "start": 0,
        "end": 4,
    }
    chain = sources(doc, [link])
    assert [s["name"] for s in chain][:1] == ["Ann Lee"]
    assert chain[-1]["type"] == "publisher"
    assert sources(doc, [])[-1]["type"] == "publisher"


def test_index_knows_where_things_stand(doc):
    index = build_index(doc)
    assert index.entity_at[2] == 1 and index.quantity_at[7] == 0 and index.entity_at[4] == -1
    assert root_of(index, 6, 8) == 7
    assert index.children[3] == [0, 5, 8]


def test_syntax(doc):
    index = build_index(doc)
    assert subjects(index, 5) == [4]
    assert settled(index, 2) == 0
    assert label(index, 7) == "npadvmod"
    assert meet(index, 4, [7, 5, 3]) == (1, [4, 5])


def test_candidates_hold_names_and_described_groups(doc):
    found = candidates_for(build_index(doc), 6, 8)
    assert {"Acme", "Bolt"} <= {c.name for c in found}
    assert len({c.key for c in found}) == len(found)


@pytest.mark.parametrize(
    ("words", "kept"),
    [
        ("Barclays shares on the London Stock Exchange fell", ["Barclays"]),
        ("Barclays bought the London Stock Exchange in May", ["Barclays", "London Stock Exchange"]),
        ("Trade on the London Stock Exchange was slow again", ["London Stock Exchange"]),
    ],
)
def test_an_exchange_that_shares_trade_on_is_no_candidate_beside_a_company(words, kept):
    tokens = words.split()
    names = {"Barclays": "company", "London Stock Exchange": "exchange"}
    here = []
    for name, kind in names.items():
        first = name.split()[0]
        if first in tokens:
            i = tokens.index(first)
            here.append(Candidate(name, name, kind, {}, "name", i, i + len(name.split()), i, 0, "entity.gazetteer"))
    index = SimpleNamespace(lower=[word.lower() for word in tokens])
    assert [c.name for c in without_venues(index, here)] == kept


def test_features_are_named_numbers(doc):
    index = build_index(doc)
    scene = scene_of(index, layers(doc)["quantities"][0], "sales_volume", None)
    rows = [scene.shared | dict(entity_features(index, scene, c)) for c in candidates_for(index, 6, 8)]
    assert all(isinstance(v, float) for row in rows for v in row.values())


@pytest.mark.parametrize(
    ("unit", "kind", "expected"),
    [("percent", "percent", "percent"), ("USD", "money", "money"), ("USD/share", "money", "money_per"),
     ("BTC", "measure", "coin"),     ("job", "count", "count"), ("year", "measure", "time"), ("", "bare", "bare")],
)  # fmt: skip
def test_unit_classes(doc, unit, kind, expected):
    assert unit_class(quantity(doc, 6, 7, 4.0, unit=unit, kind=kind)) == expected


def test_lists_of_names(doc):
    index = build_index(doc)
    pool = [candidate(doc, 0, 1), candidate(doc, 2, 3)]
    assert [c.name for c in coordinated(index, pool[0], pool)] == ["Acme", "Bolt"]


def test_a_move_that_adds_up_and_one_that_does_not(doc):
    start = quantity(doc, 0, 1, 639e6, unit="USD", kind="money", move="from")
    end = quantity(doc, 2, 3, 1.13e9, unit="USD", kind="money", move="to")
    by = quantity(doc, 6, 8, 76.0, move="by")
    assert not contradicts([start, end, by])
    assert contradicts([start, end, quantity(doc, 6, 8, 60.0, move="by")])
    assert not contradicts([end, by])


@given(st.integers(10, 10**9), st.integers(10, 10**9))
def test_the_true_difference_never_contradicts(a, b):
    def number(value, move, unit):
        return Quantity(low=float(value), high=float(value), unit=unit, move=move, approx=False)  # type: ignore[typeddict-item]

    numbers = [number(a, "from", "USD"), number(b, "to", "USD"), number(abs(b - a), "by", "USD")]
    assert not contradicts(numbers)
    share = float(f"{100 * abs(b - a) / a:.6g}")
    assert not contradicts([*numbers[:2], number(share, "by", "percent")])


def test_moves_are_linked_and_baselines_named(doc):
    who = candidate(doc, 0, 1)
    qs = [
        quantity(doc, 0, 1, 4.0, move="by", mover=[5, 6]),
        quantity(doc, 2, 3, 100.0, unit="USD", move="from", mover=[5, 6]),
    ]
    drafts = [draft_at(doc, q, who) for q in qs]
    link_moves(drafts)
    assert [(o is drafts[1], r) for o, r in drafts[0].related] == [(True, "baseline")]
    assert drafts[1].related == [(drafts[0], "same_move")]


def test_a_headline_takes_the_date_of_the_sentence_that_repeats_it(doc):
    who, q = candidate(doc, 0, 1), quantity(doc, 6, 8, 1234.5, unit="USD", kind="money", aspect="level", direction=None)
    day = {"start": "2024-05-01", "end": "2024-05-31", "text": "in May", "basis": "explicit"}
    title = draft_at(doc, q, who, role="headline", date={**day, "basis": "publication"})
    body = draft_at(doc, q, who, sent=3, date=day)
    link_repeats(build_index(doc), [title, body])
    assert title.date == day and ("repeats" in {r for _, r in title.related})
    other = draft_at(doc, q, candidate(doc, 2, 3), sent=4)
    link_repeats(build_index(doc), [other])
    assert other.related == []


def test_the_other_side_of_a_loan(make_doc):
    doc = make_doc(
        ["Acme", "lent", "Bolt", "$", "5", "."],
        heads=[1, 1, 1, 4, 1, 1],
        deps=["nsubj", "ROOT", "dative", "quantmod", "dobj", "punct"],
        pos=["PROPN", "VERB", "PROPN", "SYM", "NUM", "PUNCT"],
        lemmas=["acme", "lend", "bolt", "$", "5", "."],
    )
    layers(doc)["entities"] = [entity(doc, 0, 1), entity(doc, 2, 3)]
    q = quantity(doc, 3, 5, 5.0, unit="USD", kind="money")
    layers(doc)["quantities"] = [q]
    index = build_index(doc)
    d = draft_at(doc, q, candidate(doc, 0, 1), metric="credit")
    set_counterparty(index, d, scene_of(index, q, "credit", None), candidates_for(index, 3, 5))
    assert d.counterparty is not None and d.counterparty.name == "Bolt"
    alone = draft_at(doc, q, candidate(doc, 0, 1), metric="revenue")
    set_counterparty(index, alone, scene_of(index, q, "revenue", None), candidates_for(index, 3, 5))
    assert alone.counterparty is None


def test_ids_are_content(doc):
    q, who = layers(doc)["quantities"][0], candidate(doc, 0, 1)
    first = finish(doc, [draft_at(doc, q, who)], doc.text)[0]
    again = finish(doc, [draft_at(doc, q, who, confidence=0.9)], doc.text)[0]
    other = finish(doc, [draft_at(doc, q, candidate(doc, 2, 3))], doc.text)[0]
    assert first["id"] == again["id"] != other["id"]
    twins = finish(doc, [draft_at(doc, q, who), draft_at(doc, q, who)], doc.text)
    assert twins[0]["id"] != twins[1]["id"]


def test_confidence_is_a_probability(doc):
    d = draft_at(
        doc, layers(doc)["quantities"][0], candidate(doc, 0, 1), parts={"claim": 1.0, "entity": 0.5, "metric": 0.5}
    )
    set_confidence([d])
    assert 0 < d.confidence < 0.5


def test_end_to_end_on_a_hand_made_doc(doc):
    claims, left = assemble(doc)
    for claim in claims:
        made = Claim.model_validate(claim)
        assert doc.text[made.evidence.start : made.evidence.end] == made.evidence.quote
        assert all(doc.text[s.start : s.end] == s.text for s in made.evidence.spans)
        assert claim["source"][-1]["type"] == "publisher"
        assert explain_claim(claim) and explain_claim(claim, doc)
    assert len(claims) + len(left) >= 1
    assert json.dumps(assemble(doc)) == json.dumps((claims, left))


def test_boilerplate_yields_no_claims(doc):
    layers(doc)["context"] = {
        "article_id": "a", "title": None, "publisher": "Harbour News", "url": None, "published": None,
        "published_basis": None, "language": "en",
        "blocks": [{"role": "related", "start": 0, "end": len(doc.text), "language": None, "at": None}],
    }  # fmt: skip
    claims, left = assemble(doc)
    assert [c for c in claims if c["kind"] != "statement"] == []
    assert {u["reason"] for u in left} == {"boilerplate"}


def test_nothing_in_nothing_out(make_doc):
    assert assemble(make_doc([])) == ([], [])


@given(st.lists(st.floats(-30, 30), min_size=1, max_size=9))
def test_softmax_sums_to_one(raw):
    assert math.isclose(sum(softmax(raw)), 1.0, abs_tol=1e-9)


def test_trees_walk_and_say_why():
    tree = [[0, -1, -1], [0.5, 0.0, 0.0], [1, 0, 0], [2, 0, 0], [0.0, -1.0, 2.0]]
    model = TreeModel({"features": ["x"], "bias": 0.0, "trees": [tree]})
    low, high = model.probabilities([{}, {"x": 1.0, "unknown": 3.0}])
    assert low == pytest.approx(1 / (1 + math.e)) and high == pytest.approx(1 / (1 + math.exp(-2)))
    assert model.why({"x": 1.0}) == [("x", 2.0)]


def test_a_pronoun_after_an_if_clause_means_its_subject(doc):
    # "if miners merge, their value could rise": neither the speaker nor a modifier of the subject
    scene = scene_of(build_index(doc), layers(doc)["quantities"][0], "revenue", None)
    scene.slots = ("none", "pron_they")
    modifier, subject = candidate(doc, 0, 1), candidate(doc, 2, 3)
    rows = [{"side_subj": 1.0, "side_self": 0.0}, {"side_subj": 1.0, "side_self": 1.0}]
    one = Linked(scene, [modifier, subject], rows, [0.7, 0.3])
    _clause_subject(one)
    assert one.best() == 1
    scene.slots = ("name", "none")
    one.scores = [0.7, 0.3]
    _clause_subject(one)
    assert one.best() == 0


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        ("Its market share was 400% last year.", True),
        ("Its market share was 40% last year.", False),
        ("The market cap of Acme Corp is $3.", True),
        ("The market cap of Acme Corp is $3 billion.", False),
    ],
)
def test_a_level_that_no_metric_has_is_flagged(nlp, text, odd):
    article = article_from_text(text, article_id="a", title=None, published="2024-05-05", publisher=None)
    ((doc, _),) = docs([article])
    found = [c for c in layers(doc)["claims"] if c["range"]]
    assert [("out_of_bounds" in c["flags"]) for c in found] == [odd]


@pytest.mark.parametrize(
    ("form", "kind", "back", "expected"),
    [
        ("group", "group", 0, True), ("group", "group", 1, True), ("group", "group", -1, False),
        ("name", "company", -1, True), ("name", "person", -1, False), ("name", "person", 0, True),
        ("name", "person", 1, True), ("name", "person", 2, False), ("implied", "asset", 1, False),
    ],
)  # fmt: skip
def test_candidates_without_a_chance_are_left_out_by_kind_and_place(doc, form, kind, back, expected):
    scene = scene_of(build_index(doc), quantity(doc, 6, 8, 4.0), "revenue", None)
    scene.sent = 5
    assert may_win(scene, Candidate("k", "Acme", kind, {}, form, 0, 1, 0, 5 - back)) is expected


@pytest.mark.parametrize(("places", "together"), [(2, 1), (linking.TWINS, linking.TWINS - 1), (linking.TWINS + 1, 0)])
def test_a_figure_that_stands_everywhere_is_not_compared_with_all(places, together):
    money = {"low": 5e6, "high": 5e6, "unit": "USD", "kind": "money"}
    linked = [SimpleNamespace(scene=SimpleNamespace(quantity=money, sent=sent)) for sent in range(places)]
    assert sum(map(len, linking._twins(linked).values())) == places * together

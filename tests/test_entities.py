"""Names: gazetteer, evidence, spans, types, consistency, persons, topic; on hand-made Docs and plain text."""

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, Span

from pipeline.layers.entities import add_entities, entity_at, person_info, topic
from pipeline.layers.entities.cluster import core_words
from pipeline.layers.entities.evidence import believed, title_case
from pipeline.layers.entities.gazetteer import find, index
from pipeline.layers.entities.sheet import make_sheet
from pipeline.layers.store import Entity, layers

BLANK = spacy.blank("en")


def named(text: str) -> list[tuple[str, str]]:
    """Texts and canonical names that the gazetteer alone finds."""
    return [(text[h.start : h.end], h.alias.known.name) for h in believed(text, find(text))]


def tagged(blank: Language, text: str, ents: list[tuple[str, str]] = (), common: str = "") -> Doc:
    """A Doc whose capitalised words are proper nouns (but for those in `common`), with spaCy's entities as given."""
    doc = blank(text)
    for token in doc:
        token.is_sent_start = token.i == 0 or doc[token.i - 1].text in {".", "\n", "?", "!"}
    for token in doc:
        proper = token.text[:1].isupper() and token.text not in common.split()
        token.tag_ = "NNP" if proper else "CD" if token.like_num else "," if token.is_punct else "NN"
    spans = []
    for words, label in ents:
        at = text.index(words)
        spans.append(doc.char_span(at, at + len(words), label=label))
    doc.set_ents([span for span in spans if isinstance(span, Span)], default="outside")
    return doc


def entities(doc: Doc) -> list[Entity]:
    return layers(add_entities(doc)).get("entities", [])


def shown(doc: Doc) -> dict[str, tuple[str, str]]:
    return {doc.text[e["start"] : e["end"]]: (e["name"], e["type"]) for e in entities(doc)}


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Hut 8 mined 20 bitcoins.", [("Hut 8", "Hut 8"), ("bitcoins", "Bitcoin")]),
        (
            "The S&P 500 rose as the Dow Jones fell.",
            [("S&P 500", "S&P 500"), ("Dow Jones", "Dow Jones Industrial Average")],
        ),
        (
            "Crypto.com and Coinbase list ETH.",
            [("Crypto.com", "Crypto.com"), ("Coinbase", "Coinbase"), ("ETH", "Ether")],
        ),
        ("The People's Bank of China cut rates.", [("People's Bank of China", "People's Bank of China")]),
        ("COINBASE SHARES FALL", [("COINBASE", "Coinbase")]),
        ("Crude oil rose to $70.", [("Crude oil", "crude oil")]),
        ("He said so in May.", []),
        ("$LINK fell 5%.", [("LINK", "Chainlink")]),
    ],
)
def test_gazetteer_on_text(text: str, wanted: list[tuple[str, str]]) -> None:
    assert named(text) == wanted


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Shares of Apple fell.", True),
        ("Investors sold shares. Apple pie was served.", False),
        ("Apple Inc. reported. Apple was up.", True),
        ("Stocks Near Record High As Apple Falls Again", False),
        ("The bitcoin miner Riot rose.", True),
        ("Bitcoin fell while Chief Riot Officer Smith slept.", False),
        ("Core Scientific rose. CORZ trades on Nasdaq.", True),
    ],
)
def test_weak_names_need_evidence(text: str, kept: bool) -> None:
    weak = [
        h for h in find(text) if h.alias.weak and h.alias.known.name in {"Apple", "Riot Platforms", "Core Scientific"}
    ]
    assert weak
    assert any(h in believed(text, find(text)) for h in weak) is kept


def test_every_ambiguous_word_is_weak() -> None:
    for word in ("Apple", "Riot", "Block", "Strategy", "Near", "Gemini", "Circle", "Target", "Visa", "Base", "Sui"):
        assert all(alias.weak for alias in index()[word] if alias.tokens == (word,)), word


def test_spans_are_trimmed_and_merged(blank: Language) -> None:
    doc = tagged(
        blank,
        "Shares in the Halden Group's unit and Argo Falls Mining fell.",
        [("the Halden Group's", "ORG"), ("Falls Mining", "PERSON")],
        "Shares",
    )
    assert shown(doc) == {
        "Halden Group": ("Halden Group", "company"),
        "Argo Falls Mining": ("Argo Falls Mining", "company"),
    }


def test_no_coin_is_a_person(blank: Language) -> None:
    doc = tagged(blank, "Bitcoin fell and so did Solana and Ether.", [("Bitcoin", "PERSON"), ("Solana", "GPE")])
    assert {e["type"] for e in entities(doc)} == {"asset"}


@pytest.mark.parametrize(
    ("text", "short", "name"),
    [
        ("Core Scientific rose. Later Core fell.", "Core", "Core Scientific"),
        ("The Halden Trade Union (HTU) met. Then HTU voted.", "HTU", "Halden Trade Union"),
        ("Ann Marlow spoke. Later Marlow left.", "Marlow", "Ann Marlow"),
        ("Halden Foods Inc. rose. Then Halden fell.", "Halden", "Halden Foods Inc"),
        ("Bank of Merrowdown met. So BOM said.", "BOM", "Bank of Merrowdown"),
    ],
)
def test_short_names_mean_the_full_one(blank: Language, text: str, short: str, name: str) -> None:
    people = [("Ann Marlow", "PERSON")] if "Ann" in text else []
    doc = tagged(blank, text, people, "Later Then So The")
    last = entities(doc)[-1]
    assert doc.text[last["start"] : last["end"]] == short
    assert last["name"].rstrip(".") == name
    assert last["key"] == entities(doc)[0]["key"]


def test_ticker_in_brackets(blank: Language) -> None:
    doc = tagged(blank, "Core Scientific (NASDAQ: CORZ) rose. CORZ closed at $9.")
    assert {e["name"] for e in entities(doc) if e["type"] == "company"} == {"Core Scientific"}
    assert entities(doc)[-1]["ids"] == {"ticker": "CORZ"}


def test_name_follows_the_article(blank: Language) -> None:
    assert shown(tagged(blank, "Today Marathon Digital rose."))["Marathon Digital"][0] == "Marathon Digital"
    assert shown(tagged(blank, "So the US grew, says the US.", common="So"))["US"][0] == "US"
    assert shown(tagged(blank, "Today BTC rose."))["BTC"][0] == "Bitcoin"


def test_money_is_no_entity(blank: Language) -> None:
    doc = tagged(blank, "It paid US$ 5 million, or 4 million pounds, as the pound fell.", common="It")
    assert [doc.text[e["start"] : e["end"]] for e in entities(doc)] == ["pound"]


@pytest.mark.parametrize(
    ("text", "role", "organization"),
    [
        ("Benchmark stock analyst Ann Marlow said so, citing bitcoin.", "stock analyst", "Benchmark"),
        (
            "So said Ann Marlow, head of research at Halden Securities, on Monday.",
            "head of research",
            "Halden Securities",
        ),
        ("So said Ann Marlow of Halden Securities.", None, "Halden Securities"),
        ("So said Ann Marlow, Nvidia's chief executive.", "chief executive", "Nvidia"),
        ("So said Ann Marlow.", None, None),
    ],
)
def test_person_info(blank: Language, text: str, role: str | None, organization: str | None) -> None:
    doc = tagged(blank, text, [("Ann Marlow", "PERSON")], "So")
    for token in doc:
        if token.text in {"of", "at", "on"}:
            token.tag_ = "IN"
        elif token.text == "said":
            token.tag_ = "VBD"
        elif token.text == "'s":
            token.tag_ = "POS"
    people = [e for e in entities(doc) if e["type"] == "person"]
    assert person_info(doc, people[0]) == (role, organization)


def test_topic_and_entity_at(blank: Language) -> None:
    doc = tagged(blank, "Nvidia soars again\nNvidia shares rose. Reuters said so. Nvidia is in California.")
    assert entities(doc)
    assert (topic(doc) or {}).get("name") == "Nvidia"
    assert (topic(doc, {"place"}) or {}).get("name") == "California"
    found = entity_at(doc, 0)
    assert found is not None and found["name"] == "Nvidia"
    assert entity_at(doc, 1) is None


def test_sheet_equals_spacy(blank: Language) -> None:
    doc = blank("Café  rose 5%.\n\nIt's “so”.")
    sheet = make_sheet(doc)
    assert sheet.text == doc.text
    assert sheet.words == [t.text for t in doc]
    assert sheet.begin == [t.idx for t in doc]
    assert sheet.heads == [t.head.i for t in doc]


@settings(deadline=None)
@given(st.text(alphabet="ABbitcoin Apple.,$()&-'\n8é", max_size=120))
def test_any_text_gives_sound_spans(text: str) -> None:
    doc = BLANK(text)
    found = layers(add_entities(doc)).get("entities", [])
    ends = [e["end"] for e in found]
    assert all(0 <= e["start"] < e["end"] <= len(doc.text) and e["name"] for e in found)
    assert all(a <= e["start"] for a, e in zip(ends, found[1:], strict=False))


def test_empty_doc(blank: Language) -> None:
    assert entities(blank("")) == []
    assert topic(blank("")) is None


def test_long_lists_of_names_stay_cheap(blank: Language) -> None:
    """Thousands of names that share a word are compared with a bounded number of others."""
    text = " ".join(
        f"Halden Name{chr(65 + n % 26)}{chr(65 + n // 26 % 26)}{chr(97 + n // 676)} said ." for n in range(1500)
    )
    assert len(entities(tagged(blank, text))) >= 1500


@pytest.mark.parametrize(
    ("line", "title"), [("Stocks Fall As Investors Flee Risk", True), ("Stocks fall as Apple slips", False)]
)
def test_title_case(line: str, title: bool) -> None:
    assert title_case(line) is title


def test_core_words() -> None:
    assert core_words("The Halden Group plc") == ("halden",)


@pytest.mark.parametrize(
    ("text", "wanted", "kind"),
    [
        ("The Nokia N95 sold well.", "Nokia N95", "product"),
        ("They searched for Air France Flight 991 today.", "Air France Flight 991", "event"),
        ("She bought an iPad 3 there.", "iPad 3", "product"),
        ("Sales of GarageBand '09 rose.", "GarageBand '09", "product"),
    ],
)
def test_a_number_belongs_to_its_name(blank: Language, text: str, wanted: str, kind: str) -> None:
    assert (wanted, kind) in [(name, kind) for name, kind in shown(tagged(blank, text)).values()]


def test_a_count_is_no_model(blank: Language) -> None:
    assert "iPad 3" not in shown(tagged(blank, "Apple sold iPad 3 million times."))


def test_site_is_not_its_first_word(blank: Language) -> None:
    assert "Bitcoin" not in dict(shown(tagged(blank, "He read it on BTC.com today.")).values())


def test_headline_words_are_no_names(blank: Language) -> None:
    text = "Mines Go Dark As Halden Cuts Power\nThe mines of Halden used too much power."
    doc = tagged(blank, text, [("Mines Go Dark", "GPE"), ("Halden", "ORG")])
    assert "Mines Go Dark" not in shown(doc)
    assert "Halden" in shown(doc)


def test_a_persons_surname_is_no_firm() -> None:
    assert ("Dyson", "Dyson") in named("Shares rose after Dyson said so.")
    assert named("Shares rose after James Dyson and then Dyson said so.") == []


def test_what_spacy_calls_a_firm_is_evidence(blank: Language) -> None:
    text = "The price of bitcoin fell. Circle cut its stake."
    assert "company" in dict(shown(tagged(blank, text, [("Circle", "ORG")])).values()).values()


def test_weak_name_joins_what_the_article_shows(blank: Language) -> None:
    text = "Bitcoin rose. Circle fell. Later Circle Internet Group rose."
    found = entities(tagged(blank, text, [("Circle fell", "ORG")]))
    assert len({e["key"] for e in found if e["name"].startswith("Circle")}) == 1


def test_initials_of_a_place(blank: Language) -> None:
    doc = tagged(blank, "The budget of SA grew. The economy of South Africa grew too.", [("SA", "ORG")])
    assert shown(doc)["SA"] == ("South Africa", "place")


def test_own_words_for_a_currency(blank: Language) -> None:
    doc = tagged(blank, "The digital renminbi has many users.", common="The")
    assert shown(doc)["digital renminbi"] == ("digital renminbi", "asset")


def test_sentence_does_not_run_on_after_a_place(blank: Language) -> None:
    doc = tagged(blank, "It opened in the U.S. Reed also sold it.", [("U.S. Reed", "ORG")])
    assert "U.S. Reed" not in shown(doc)


@pytest.mark.parametrize("noun", ["committee", "panel", "broker"])
def test_a_noun_of_no_type_beside_a_name_says_nothing_of_it(blank: Language, noun: str) -> None:
    text = f"Then Velmora Rising , a {noun} , met."
    doc = tagged(blank, text, [("Velmora Rising", "ORG")], common="Then")
    doc[5].dep_, doc[5].head = "appos", doc[2]
    assert shown(doc)["Velmora Rising"][1] in {"organization", "company"}


@pytest.mark.parametrize(
    ("text", "ents", "name", "kind"),
    [
        ("Then Orsolya Vant , a partner at Quillbury , left.", ["Orsolya Vant"], "Orsolya Vant", "person"),
        ("Then spokesman Orsolya Vantreight left.", ["Orsolya Vantreight"], "Orsolya Vantreight", "person"),
        ("Prices of Ethereum NFT art fell.", ["Ethereum NFT"], "Ethereum", "network"),
        ("It built the 300 MW Quill Ridge site.", ["MW Quill Ridge"], "Quill Ridge", "organization"),
    ],
)  # fmt: skip
def test_types_by_words_beside(blank: Language, text: str, ents: list[str], name: str, kind: str) -> None:
    found = entities(tagged(blank, text, [(words, "ORG") for words in ents], common="Then Prices It Sales"))
    assert (name, kind) in {(e["name"], e["type"]) for e in found}


@pytest.mark.parametrize(
    ("text", "ents"),
    [
        ("Miners sold coins. Other miners kept theirs.", ["Miners"]),
        ("The report counts 14 U.S.-listed miners.", ["U.S.-listed"]),
        ("It raised a Series B round on Monday.", ["Series B"]),
        ("The post on X](https://example.com has more.", ["X](https://example.com"]),
        ("The Chilean firm met at 10 a.m. ET on Monday.", ["Chilean", "ET"]),
    ],
)
def test_what_spacy_calls_a_name_and_is_none(blank: Language, text: str, ents: list[str]) -> None:
    doc = tagged(blank, text, [(words, "ORG") for words in ents], common="Other The It Miners")
    assert [e["name"] for e in entities(doc)] == []


def test_full_name_outweighs_surnames(blank: Language) -> None:
    text = "Then Tomasz Vant spoke. Later Vant left and Vant rested."
    doc = tagged(blank, text, [("Tomasz Vant", "PERSON")], common="Then Later")
    doc.set_ents([*doc.ents, *(Span(doc, t.i, t.i + 1, "ORG") for t in doc[5:] if t.text == "Vant")], default="outside")
    assert {(e["name"], e["type"]) for e in entities(doc)} == {("Tomasz Vant", "person")}


def test_weak_firm_that_an_apposition_explains(blank: Language) -> None:
    doc = tagged(blank, "Celsius , the bankrupt lender , asked for its crypto .")
    doc[4].dep_, doc[4].head = "appos", doc[0]
    assert shown(doc)["Celsius"] == ("Celsius Network", "company")


def test_sentence_before_is_no_part_of_a_weak_name() -> None:
    text = "The price of crypto rose, according to Kaiko. Circle fell."
    at = text.index("Circle")
    assert any(h.alias.known.name == "Circle" for h in believed(text, find(text), {(at, at + 6)}))


def test_opening_word_before_a_suffix_is_a_firm(blank: Language) -> None:
    doc = tagged(blank, "Orbit , Inc. fell. It left orbit.", [("Orbit", "ORG")], common="It")
    assert "Orbit" in shown(doc)

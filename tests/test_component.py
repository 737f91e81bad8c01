"""The library and the spaCy component, as a stranger uses them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
import spacy
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from pipeline import extract, extract_many
from pipeline.components import STAGES
from pipeline.errors import NewsclaimsError
from pipeline.nlp import AFTER_MODEL, BEFORE_MODEL, DEFAULT_MODEL, build_nlp

TEXT = "Intel shares fell 4% on Monday, Reuters said. Boeing cut 300 jobs."


@pytest.fixture(scope="module")
def added() -> Language:
    nlp = spacy.load(DEFAULT_MODEL)
    nlp.add_pipe("newsclaims")
    return nlp


def test_claims_and_span_groups(added: Language) -> None:
    doc = added(TEXT)
    assert {c["entity"]["name"] for c in doc._.claims if c["kind"] == "quantity"} == {"Intel", "Boeing"}
    assert next(span.text for span in doc.spans["newsclaims_quantities"]) == "4%"
    said = [(span.label_, span.text) for span in doc.spans["newsclaims_attributions"]]
    assert {("source", "Reuters"), ("cue", "said"), ("content", "Intel shares fell 4% on Monday")} <= set(said)
    assert "Reuters" in displacy.render(
        doc, style="span", options={"spans_key": "newsclaims_attributions"}, jupyter=False
    )
    assert added.analyze_pipes()["problems"]["newsclaims"] == []


def as_json(doc: Doc) -> str:
    return json.dumps(doc._.claims)


def test_survives_processes_bytes_and_files(added: Language, tmp_path: Path) -> None:
    wanted = as_json(added(TEXT))
    for doc in added.pipe([TEXT] * 3, n_process=2):
        assert as_json(doc) == wanted
    packed = DocBin(store_user_data=True, docs=[added(TEXT)]).to_bytes()
    (unpacked,) = DocBin(store_user_data=True).from_bytes(packed).get_docs(added.vocab)
    assert as_json(unpacked) == wanted
    assert len(unpacked.spans) == len(added(TEXT).spans)
    added.to_disk(tmp_path)
    assert as_json(spacy.load(tmp_path)(TEXT)) == wanted


def test_without_a_parser_it_says_what_to_do() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("newsclaims")
    with pytest.raises(NewsclaimsError, match="tagger, a parser"):
        nlp(TEXT)


def test_found_without_an_import_of_ours() -> None:
    code = "import spacy, sys; nlp = spacy.blank('en'); assert nlp.has_factory('newsclaims')"
    code += "; assert 'pipeline.component' not in sys.modules and 'lxml' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_stage_has_its_place_and_what_it_needs() -> None:
    assert set(STAGES) == {*BEFORE_MODEL, *AFTER_MODEL}
    assert not any(build_nlp().analyze_pipes()["problems"].values())


def test_a_wrong_order_is_noticed() -> None:
    nlp = spacy.load(DEFAULT_MODEL)
    nlp.add_pipe("newsclaims_claims")
    nlp.add_pipe("newsclaims_entities")
    assert "doc._.newsclaims_entities" in nlp.analyze_pipes()["problems"]["newsclaims_claims"]


def test_extract_takes_texts_and_files(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT)
    first, second = extract_many([TEXT, path], published="2025-03-26")
    assert [c.range for c in first.claims] == [c.range for c in second.claims]
    assert first.article.published == "2025-03-26"
    assert extract(TEXT) == extract(TEXT)
    with pytest.raises(NewsclaimsError):
        extract(tmp_path / "none.txt")


def test_mistakes_of_the_caller_are_said() -> None:
    with pytest.raises(NewsclaimsError, match="is no ISO date"):
        extract(TEXT, published="yesterday")
    with pytest.raises(NewsclaimsError, match="got int"):
        extract(5)  # type: ignore[arg-type]

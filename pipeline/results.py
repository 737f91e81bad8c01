"""Doc with layers -> validated result: the exit, where every offset is checked."""

from importlib.metadata import version
from typing import Any, cast

from spacy.language import Language
from spacy.tokens import Doc

from pipeline import lexicon
from pipeline.layers.quantities import as_said
from pipeline.layers.store import Layers, layers
from pipeline.layers.times import days_shown
from pipeline.nlp import model_id
from schemas import SCHEMA_VERSION, AnnotatedResult, Article, Claim, MadeBy, Result, Unclaimed
from schemas.result import LayerAttribution, LayerEntity, LayerQuantity, LayerTime


def made_by(nlp: Language) -> MadeBy:
    """Version, rule digest, model and schema: with the text they decide every byte of a result."""
    return MadeBy(version=version("newsclaims"), rules=lexicon.digest(), model=model_id(nlp), schema=SCHEMA_VERSION)


def result_of(doc: Doc, article: Article, made: MadeBy) -> Result:
    """The result of an article. Raises `ValueError` where an offset does not give the quoted string."""
    found = layers(doc)
    result = Result(
        article=_with_date(article, found),
        claims=[Claim.model_validate(c) for c in found.get("claims", [])],
        unclaimed=[Unclaimed.model_validate(u) for u in found.get("unclaimed", [])],
        made_by=made,
    )
    check_offsets(result)
    return result


def annotated(doc: Doc, article: Article, made: MadeBy) -> AnnotatedResult:
    """The result with its layers, in the shapes of the contract."""
    result, found, text = result_of(doc, article, made), layers(doc), article.text

    def place(mention: dict[str, Any]) -> dict[str, object]:
        return {"start": mention["start"], "end": mention["end"], "text": text[mention["start"] : mention["end"]]}

    return AnnotatedResult(
        article=result.article,
        claims=result.claims,
        unclaimed=result.unclaimed,
        made_by=result.made_by,
        entities=[
            LayerEntity.model_validate({**place(e), **{k: e[k] for k in ("type", "name", "ids")}})
            for e in _plain(found, "entities")
        ],
        quantities=[
            LayerQuantity.model_validate({**place(q), **shown})
            for q in _plain(found, "quantities")
            if (shown := as_said(q)) is not None
        ],
        times=[
            LayerTime.model_validate({**place(t), **{k: t[k] for k in ("type", "value", "mod")}, **days_shown(t)})
            for t in _plain(found, "times")
        ],
        attributions=[
            LayerAttribution(source=a["source"], cue=a["cue"], content=a["content"])
            for a in found.get("attributions", [])
        ],
    )


def bare(article: Article, made: MadeBy, error: Exception) -> AnnotatedResult:
    """The result of an article that a stage failed on: no layers, and a warning that says why."""
    warnings = [*article.warnings, f"failed: {type(error).__name__}: {error}"[:500]]
    article = article.model_copy(update={"warnings": warnings})
    return AnnotatedResult(article=article, claims=[], unclaimed=[], made_by=made)


def _plain(found: Layers, name: str) -> list[dict[str, Any]]:
    return cast(list[dict[str, Any]], found.get(name, []))


def check_offsets(result: Result) -> None:
    """Every quoted string is exactly what its offsets give."""
    text = result.article.text
    for claim in result.claims:
        quoted = [(claim.evidence.start, claim.evidence.end, claim.evidence.quote)]
        quoted += [(s.start, s.end, s.text) for s in claim.evidence.spans]
        for start, end, words in quoted:
            if text[start:end] != words:
                raise ValueError(f"claim {claim.id}: [{start}, {end}) is {text[start:end]!r}, not {words!r}")
    for left in result.unclaimed:
        if text[left.start : left.end] != left.text:
            raise ValueError(f"unclaimed [{left.start}, {left.end}) is not {left.text!r}")


def _with_date(article: Article, found: Layers) -> Article:
    """Take over the publication date that the `times` stage inferred from the text, where metadata has none."""
    known = found.get("context")
    if article.published or not known or not known["published"]:
        return article
    return article.model_copy(
        update={"published": known["published"], "published_basis": known["published_basis"] or "inferred"}
    )

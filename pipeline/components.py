"""Registration only: every stage becomes a spaCy factory here, and nowhere else.

This module is the entry point that spaCy loads with *every* `Language`, so it imports nothing heavy: each stage's
code is imported when the stage is first built.
"""

from collections.abc import Callable
from importlib import import_module

from spacy.language import Language
from spacy.tokens import Doc

Stage = Callable[[Doc], Doc]

# stage -> module:function; the function takes a Doc, writes its one layer, returns the Doc
STAGES = {
    "newsclaims_blocks": "pipeline.layers.blocks:mark_blocks",
    "newsclaims_idle": "pipeline.claims.idle:mark_idle",
    "newsclaims_entities": "pipeline.layers.entities:add_entities",
    "newsclaims_times": "pipeline.layers.times:add_times",
    "newsclaims_quantities": "pipeline.layers.quantities:add_quantities",
    "newsclaims_metrics": "pipeline.layers.metrics:add_metrics",
    "newsclaims_coreference": "pipeline.layers.coreference:add_references",
    "newsclaims_attributions": "pipeline.layers.attributions:add_attributions",
    "newsclaims_cues": "pipeline.layers.cues:add_cues",
    "newsclaims_claims": "pipeline.claims:add_claims",
}

# What a stage reads of the Doc beside its words; every stage assigns `doc._.<stage>`. `nlp.analyze_pipes()` checks it.
_PARSED = ("token.tag", "token.dep", "token.lemma", "doc.sents")
_NAMED = (*_PARSED, "doc._.newsclaims_entities")
_COUNTED = ("doc._.newsclaims_times", "doc._.newsclaims_quantities", "doc._.newsclaims_metrics")
NEEDS: dict[str, tuple[str, ...]] = {
    "newsclaims_entities": (*_PARSED, "doc.ents"),
    "newsclaims_times": _PARSED,
    "newsclaims_quantities": (*_PARSED, "doc._.newsclaims_times"),
    "newsclaims_metrics": _PARSED,
    "newsclaims_coreference": _NAMED,
    "newsclaims_attributions": (*_NAMED, "doc._.newsclaims_coreference"),
    "newsclaims_cues": _PARSED,
    "newsclaims_claims": (*_NAMED, *_COUNTED, "doc._.newsclaims_attributions", "doc._.newsclaims_cues"),
}


def _load(target: str) -> Stage:
    module, _, function = target.partition(":")
    stage: Stage = getattr(import_module(module), function)
    return stage


def _register(name: str, target: str) -> None:
    @Language.factory(name, assigns=[f"doc._.{name}"], requires=list(NEEDS.get(name, ())))
    def make(nlp: Language, name: str) -> Stage:  # noqa: ARG001 - spaCy's factory signature
        return _load(target)


def make_newsclaims(nlp: Language, name: str) -> Stage:  # noqa: ARG001 - spaCy's factory signature
    """All stages after the model as one component, for any spaCy pipeline: `nlp.add_pipe("newsclaims")`."""
    from pipeline.component import Newsclaims

    return Newsclaims(nlp)


for _name, _target in STAGES.items():
    if not Language.has_factory(_name):
        _register(_name, _target)
if not Language.has_factory("newsclaims"):
    Language.factory("newsclaims", assigns=["doc._.claims"], requires=[*_PARSED, "doc.ents"])(make_newsclaims)

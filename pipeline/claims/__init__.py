"""Joins the layers into claims."""

from spacy.tokens import Doc

from pipeline.layers.store import layers


def add_claims(doc: Doc) -> Doc:
    """Write the `claims` and `unclaimed` layers (JSON of `schemas.Claim` and `schemas.Unclaimed`)."""
    from pipeline.claims.assembly import assemble

    claims, left = assemble(doc)
    layers(doc)["claims"] = claims
    layers(doc)["unclaimed"] = left
    return doc

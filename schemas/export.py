"""JSON Schemas of the public shapes; the files `schemas/*.schema.json` are written from here (`make schemas`)."""

from typing import Any

from pydantic import BaseModel

from schemas.article import Article
from schemas.claim import Claim
from schemas.result import AnnotatedResult, Result

MODELS: dict[str, type[BaseModel]] = {
    "article": Article,
    "claim": Claim,
    "result": Result,
    "annotated": AnnotatedResult,
}


def schema_of(name: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a model as it is written out."""
    found = MODELS[name].model_json_schema(mode="serialization", by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}

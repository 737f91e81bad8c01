"""JSON Schemas of the public shapes; the files `schemas/*.schema.json` are written from here (`make schemas`)."""

import ast
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import pairwise
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
    for title, part in {found["title"]: found, **found.get("$defs", {})}.items():
        for field, words in _field_docstrings().get(title, {}).items():
            part["properties"][field].setdefault("description", words)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **found}


@cache
def _field_docstrings() -> dict[str, dict[str, str]]:
    """Model -> field -> the string below it. Pydantic could collect them, but at every start of every program."""
    found: dict[str, dict[str, str]] = {}
    for module in ("article", "claim", "result"):
        tree = ast.parse(resources.files("schemas").joinpath(f"{module}.py").read_text(encoding="utf-8"))
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                found[node.name] = dict(_documented(node))
    return found


def _documented(node: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for field, below in pairwise(node.body):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(below, ast.Expr):
            yield field.target.id, ast.literal_eval(below.value)

"""The shapes that leave the process: articles, claims, results and rule entries, as Pydantic models."""

from schemas.article import Article, Block, BlockRole, Provenance
from schemas.claim import (
    Claim,
    ClaimDate,
    EntityRef,
    Evidence,
    EvidenceSpan,
    Metric,
    Range,
    RelatedClaim,
    Said,
    SourceLink,
)
from schemas.result import AnnotatedResult, MadeBy, Result, Unclaimed

SCHEMA_VERSION = "1"

__all__ = [
    "SCHEMA_VERSION",
    "AnnotatedResult",
    "Article",
    "Block",
    "BlockRole",
    "Claim",
    "ClaimDate",
    "EntityRef",
    "Evidence",
    "EvidenceSpan",
    "MadeBy",
    "Metric",
    "Provenance",
    "Range",
    "RelatedClaim",
    "Result",
    "Said",
    "SourceLink",
    "Unclaimed",
]

"""Where recall is lost: what was not claimed and why, over the evaluation set. `reasons.py DATA` prints the table.

For each reason: how many numbers it kept out of the claims, and how many of those gold claims. Two lines more stand for
numbers of gold that are in another claim, or that the quantities layer reads otherwise or not at all. `make eval` keeps
the table in docs/eval.md.
"""

import sys
from collections import Counter
from pathlib import Path
from typing import Any

OTHER, UNREAD = "(in another claim)", "(read otherwise, or not at all)"


def count(data: Path) -> tuple[Counter[str], Counter[str]]:
    """Numbers without a claim by reason, and numbers of gold claims that were missed by reason."""
    from corpus import read

    from pipeline.extraction import docs
    from pipeline.layers.store import layers
    from pipeline.nlp import shared_nlp
    from pipeline.pages import article_from_text
    from pipeline.results import made_by, result_of

    sys.path.insert(0, str(data))
    import score_claims as scorer

    made = made_by(shared_nlp(None))
    gold = {row["id"]: row["claims"] for row in read(data / "claims" / "gold.jsonl")}
    articles = [
        article_from_text(a["text"], article_id=a["id"], title=a["title"], published=a["published"])
        for a in read(data / "claims" / "articles.jsonl")
    ]
    unclaimed: Counter[str] = Counter()
    lost: Counter[str] = Counter()
    for doc, article in docs(articles):
        result = result_of(doc, article, made).model_dump(mode="json")
        reasons = {left["start"]: left["reason"] for left in result["unclaimed"]}
        unclaimed.update(reasons.values())
        _, errors = scorer.score(
            {article.id: article.text}, {article.id: gold[article.id]}, {article.id: result["claims"]}
        )
        missed = [e["missed"] for e in errors if "missed" in e and e["missed"]["low"] is not None]
        lost.update(reason_of(claim, layers(doc)["quantities"], reasons) for claim in missed)
    return unclaimed, lost


def reason_of(claim: dict[str, Any], quantities: list[Any], reasons: dict[int, str]) -> str:
    """Why a claim of gold was missed: the reason of its number, the likeliest where its sentence has it twice."""
    start, end = claim["sent"]
    same = [q for q in quantities if start <= q["start"] < end and q["low"] == claim["low"]]
    found = [reasons[q["start"]] for q in same if q["start"] in reasons]
    return found[0] if found else OTHER if same else UNREAD


def table(data: Path) -> str:
    """The table, the reasons that lose most first."""
    unclaimed, lost = count(data)
    names = sorted(unclaimed | lost, key=lambda name: (-lost[name], -unclaimed[name], name))
    lines = ["| reason | numbers in no claim | of them in a claim of gold |", "| --- | --- | --- |"]
    lines += [
        f"| {name if name.startswith('(') else f'`{name}`'} | {unclaimed[name] or ''} | {lost[name]} |"
        for name in names
    ]
    return "\n".join([*lines, f"| all | {unclaimed.total()} | {lost.total()} |"])


if __name__ == "__main__":
    print(table(Path(sys.argv[1])))

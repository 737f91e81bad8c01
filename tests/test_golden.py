"""The fixture articles: what must hold of them by hand, and their whole results byte for byte."""

import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from samples import numbers_in

from pipeline.results import check_offsets
from schemas import Result

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "fixtures"
WANTED: list[dict[str, Any]] = tomllib.loads((FIXTURES / "articles.toml").read_text(encoding="utf-8"))["article"]
Json = dict[str, Any]


@cache
def outcomes(name: str) -> tuple[list[Json], int]:
    """The results of a fixture file, and how many rejects it gave."""
    import json

    from pipeline.run.inputs import Item
    from pipeline.run.work import work

    path = str(FIXTURES / "articles" / name)
    found = work((Item(path, path),), None)
    results = [json.loads(o.document) for o in found if o.document is not None]
    return results, len(found) - len(results)


@pytest.mark.parametrize("wanted", WANTED, ids=lambda w: w["file"])
def test_article(wanted: Json) -> None:
    results, rejects = outcomes(wanted["file"])
    assert (len(results), rejects) == (wanted.get("articles", 1), wanted.get("rejects", 0))
    for result in results:
        check_offsets(Result.model_validate(result))
        article = result["article"]
        if "published" in wanted:
            assert article["published"][:10] == wanted["published"]
        for field in ("title", "publisher", "language"):
            assert field not in wanted or article[field] == wanted[field]
        assert wanted.get("text_has", "") in article["text"]
        assert ("inferred" in (article["published_basis"] or "")) or not wanted.get("published_inferred")
        assert len(result["claims"]) <= wanted.get("most_claims", 1000)
        for number in wanted.get("no_claims_with", ()):
            assert not any((c["range"] or {}).get("text", "").startswith(number) for c in result["claims"]), number


@pytest.mark.parametrize("wanted", WANTED, ids=lambda w: w["file"])
def test_every_number_is_in_a_claim_or_has_its_reason(wanted: Json) -> None:
    for result in outcomes(wanted["file"])[0]:
        text = result["article"]["text"]
        claimed = [s for c in result["claims"] for s in c["evidence"]["spans"] if s["of"] in ("range", "equivalent")]
        assert all(u["reason"] for u in result["unclaimed"])
        held = [(s["start"], s["end"]) for s in [*claimed, *result["unclaimed"]]]
        lost = [
            text[max(0, a - 20) : b + 20] for a, b in numbers_in(text) if not any(s <= a and b <= e for s, e in held)
        ]
        assert not lost


def claims() -> list[Any]:
    """Each claim wanted, once for each entity of its list."""
    found = []
    for article in WANTED:
        for claim in article.get("claim", ()):
            names = claim.get("entity")
            for name in names if isinstance(names, list) else [names]:
                about = f"{article['file']}-{name or claim.get('metric') or ''}-{claim.get('low')}"
                found.append(pytest.param(article["file"], claim | ({"entity": name} if name else {}), id=about))
    return found


@pytest.mark.parametrize(("file", "wanted"), claims())
def test_claim(file: str, wanted: Json) -> None:
    found = [flat(claim) for result in outcomes(file)[0] for claim in result["claims"]]
    near = [{k: row[k] for k in wanted} for row in found if row["low"] == wanted.get("low")]
    same = [row for row in found if all(folded(row[k]) == folded(v) for k, v in wanted.items())]
    assert same, f"wanted {wanted}\nfound {near}"


def folded(value: object) -> object:
    return value.casefold() if isinstance(value, str) else value


def flat(claim: Json) -> Json:
    """A claim's fields under the names of articles.toml."""
    amount, date, said = claim["range"] or {}, claim["date"], claim["said"]
    return {
        **{k: claim[k] for k in ("aspect", "direction", "modality", "list_scope", "kind", "hedged")},
        **{k: amount.get(k) for k in ("low", "high", "unit", "approx")},
        "entity": (claim["entity"] or {}).get("name"),
        "counterparty": (claim["counterparty"] or {}).get("name"),
        "metric": (claim["metric"] or {}).get("id"),
        "source": [link["name"] for link in claim["source"] if link["type"] != "publisher"],
        "date": date and [date["start"], date["end"]],
        "said": said and [said["start"], said["end"]],
    }


def test_expected_results(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "path", [str(ROOT / "tools"), *sys.path])
    import write_golden

    wanted = write_golden.expected()
    found = {path.name: path.read_text(encoding="utf-8") for path in write_golden.EXPECTED.iterdir()}
    stale = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    assert not stale, "not what the code gives now; if that is meant: make golden, and read the diff"

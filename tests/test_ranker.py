"""The ranker of entities: its arithmetic, what it says of a candidate, and its way to the disk and back."""

import io

import numpy as np
import pytest

from pipeline.claims.ranker import Ranker, load, load_ranker, of_candidate, of_scene, save, spelled

NAMES = ["adjacent#1", "form=name", "form=pronoun", "gap#4+", "metric=revenue", "q_before#0.0"]


@pytest.fixture
def ranker() -> Ranker:
    rng = np.random.default_rng(3)
    arrays = {
        "single": rng.normal(size=6),
        "vectors": rng.normal(size=(6, 8)),
        "bias": rng.normal(size=8),
        "inner": rng.normal(size=(2, 4, 4)),
        "inner_bias": rng.normal(size=(2, 4)),
        "outer": rng.normal(size=(2, 4)),
    }
    return Ranker(NAMES, {name: array.astype(np.float16).astype(np.float32) for name, array in arrays.items()})


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [("form=name", 1.0, "form=name"), ("share", 0.25, "share#0.2"), ("gap", 3.0, "gap#3"), ("gap", 5.0, "gap#4+"),
     ("gap", 500.0, "gap#20+"), ("sent_back", -3.0, "sent_back#-3")],
)  # fmt: skip
def test_features_are_spelled_as_indicators(name, value, expected):
    assert spelled(name, value) == expected


def test_a_scene_gives_its_kinds_and_its_counts_only():
    assert of_scene({"metric=revenue": 1.0, "log_value": 9.1, "q_before": 0.0}) == ["metric=revenue", "q_before#0.0"]
    assert of_candidate({"gap": 5.0, "before": 0.0}) == ["gap#4+"]


def test_scores_follow_the_definition(ranker):
    scene, own = {"metric=revenue": 1.0, "q_before": 0.0}, [{"form=name": 1.0, "gap": 5.0}, {"form=pronoun": 1.0}]
    a = ranker.arrays
    expected = []
    for ids in ([1, 3], [2]):
        hidden = np.maximum(a["vectors"][[4, 5, *ids]].sum(0) + a["bias"], 0).reshape(2, 4)
        total = a["single"][ids].sum()
        for n in range(2):
            total += np.maximum(hidden[n] @ a["inner"][n] + a["inner_bias"][n], 0) @ a["outer"][n]
        expected.append(total / 2)
    assert ranker.scores(scene, own) == pytest.approx(expected, abs=1e-3)


def test_unknown_features_and_no_candidates_do_no_harm(ranker):
    assert ranker.scores({}, []) == []
    assert ranker.scores({"metric=revenue": 1.0}, [{"never=seen": 1.0}]) == ranker.scores({"metric=revenue": 1.0}, [{}])


def test_why_gives_what_a_score_loses(ranker):
    scene, row = {"metric=revenue": 1.0}, {"form=name": 1.0, "adjacent": 1.0}
    full, without = ranker.scores(scene, [row, {"adjacent": 1.0}])
    assert dict(ranker.why(scene, row))["form=name"] == pytest.approx(full - without, abs=0.01)


def test_what_is_saved_is_what_is_loaded(ranker):
    first, second = io.BytesIO(), io.BytesIO()
    save(ranker, first)
    save(ranker, second)
    assert first.getvalue() == second.getvalue()
    first.seek(0)
    again = load(first)
    assert again.names == NAMES
    assert again.scores({}, [{"form=name": 1.0}]) == ranker.scores({}, [{"form=name": 1.0}])


def test_the_shipped_ranker_tells_a_name_beside_the_number_from_a_far_pronoun():
    ranker = load_ranker("claim_entity")
    assert ranker is not None
    near = {"form=name": 1.0, "type=company": 1.0, "fit=1": 1.0, "here": 1.0, "in_subj": 1.0, "subj=self": 1.0}
    far = {"form=name": 1.0, "type=place": 1.0, "fit=-1": 1.0, "sent_back": 3.0}
    high, low = ranker.scores({"metric=revenue": 1.0}, [near, far])
    assert high > low

"""The hidden half of a classifier: what it adds, how it is kept, and that training it is repeatable."""

import io
import sys
from pathlib import Path

import numpy as np
import pytest
from scipy.sparse import csr_matrix

from pipeline import deep
from pipeline.linear import LinearModel

sys.path.insert(0, str(Path(__file__).parent.parent / "tools"))


def made(networks: int = 2, width: int = 3) -> deep.Deep:
    """A hidden half of two features and two labels."""
    rng = np.random.default_rng(1)
    return deep.Deep(
        ["a", "b\n"],
        {
            "vectors": rng.normal(size=(2, networks * width)),
            "bias": rng.normal(size=networks * width),
            "inner": rng.normal(size=(networks, width, width)),
            "inner_bias": rng.normal(size=(networks, 1, width)),
            "outer": rng.normal(size=(networks, width, 2)),
            "wide": np.array([[0.5, 0.0], [0.0, -0.5]]),
        },
    )


def by_hand(d: deep.Deep, below: np.ndarray) -> np.ndarray:
    """The sum over the networks, one after the other."""
    a, total = d.arrays, np.zeros(2)
    width = a["inner"].shape[1]
    for n in range(len(a["inner"])):
        part = slice(n * width, (n + 1) * width)
        hidden = np.maximum(below[part] + a["bias"][part], 0)
        total += np.maximum(hidden @ a["inner"][n] + a["inner_bias"][n][0], 0) @ a["outer"][n]
    return total


def test_scores_are_the_sum_of_the_networks() -> None:
    d = made()
    below = d.arrays["vectors"].sum(axis=0)
    assert d.scores(below) == pytest.approx(by_hand(d, below), abs=1e-5)


def test_a_classifier_adds_its_hidden_half_and_weighs_values() -> None:
    d = made()
    weights = {"a": {"x": 1.0, "y": -1.0}, "c": {"y": 0.5}}
    model = LinearModel({"labels": ["x", "y"], "bias": {"x": 0.25}, "weights": weights}, d)
    found = model.scores({"a": 2.0, "b\n": 1.0, "c": 1.0, "unknown": 1.0})
    hidden = by_hand(d, 2 * d.arrays["vectors"][0] + d.arrays["vectors"][1])
    assert list(found.values()) == pytest.approx([3.25 + hidden[0], -2.0 + hidden[1]], abs=1e-5)


def test_features_may_be_added_in_two_steps() -> None:
    model = LinearModel({"labels": ["x", "y"], "bias": {"x": 1.0}, "weights": {"a": {"x": 1.0}}}, made())
    first = model.added({"a": 1.0}, model.bias_row)
    both = model.finished(model.added({"b\n": 1.0}, first))
    assert both == pytest.approx(model.totals({"a": 1.0, "b\n": 1.0}), abs=1e-5)


def test_labels_may_come_in_another_order_and_new_ones_get_nothing() -> None:
    d = made()
    below = d.arrays["vectors"].sum(axis=0)
    x, y = d.scores(below)
    assert d.ordered(["x", "y"], ["new", "y", "x"]).scores(below) == pytest.approx([0.0, y, x], abs=1e-5)


def test_what_is_written_is_read() -> None:
    d, kept = made(), io.BytesIO()
    deep.save(d, kept)
    kept.seek(0)
    again = deep.load(kept)
    assert again.names == d.names
    for name, array in d.arrays.items():
        assert again.arrays[name] == pytest.approx(array, abs=2e-3)


def test_training_learns_what_no_sum_can_and_repeats_itself() -> None:
    import deep as trainer

    ids = [(0, 2), (0, 3), (1, 2), (1, 3)] * 80
    x = csr_matrix((np.ones(640, np.float32), np.ravel(ids), np.arange(0, 641, 2)), shape=(320, 4))
    wanted = np.array([0, 1, 1, 0] * 80)
    data = trainer.Data(x, wanted, np.ones(320, np.float32), 2, None)
    first, second = (trainer.fit_deep(data, list("abcd"), 1, 60) for _ in range(2))
    scores = np.stack([first.deep.scores(row) for row in x[:4] @ first.deep.arrays["vectors"]])
    assert (scores + x[:4] @ first.deep.arrays["wide"] + first.bias).argmax(axis=1).tolist() == [0, 1, 1, 0]
    for name, array in first.deep.arrays.items():
        assert (array == second.deep.arrays[name]).all()

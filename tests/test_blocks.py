"""Sentence starts that are known before the parser."""

from pipeline.layers.blocks import LONGEST, mark_blocks


def starts(doc):
    return [t.i for t in mark_blocks(doc) if t.is_sent_start]


def test_line_breaks_start_sentences(blank):
    assert starts(blank("Acme rose\nBolt fell")) == [0, 3]


def test_what_runs_on_without_end_is_cut(blank):
    found = starts(blank("( " * (3 * LONGEST)))
    assert found == [0, LONGEST, 2 * LONGEST]


def test_long_text_with_full_stops_is_left_alone(blank):
    assert starts(blank("Acme rose by a lot . " * LONGEST)) == [0]

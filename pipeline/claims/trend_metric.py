"""Which metric a trend is about: the words of its theme first, what the theme is, then the sentence.

A log-linear model (weights/trend_metric.json): features of the place weighed for each metric, and features shared by
all metrics for every mention that may name one, which say how it stands to the theme. Without the weights the choice is
that for a number (`pipeline.claims.metric`).
"""

from collections import Counter
from math import exp

from pipeline.claims.index import NONE, Index, root_of
from pipeline.claims.metric_features import hit_features, rank_feature
from pipeline.claims.sight import Sight, words
from pipeline.claims.themes import Theme, kind, theme
from pipeline.layers.metrics import metrics
from pipeline.layers.store import Movement
from pipeline.linear import LinearModel

Row = dict[str, float]
Chosen = tuple[str, list[int] | None, float]
"""Metric, characters of the words that name it, probability."""
_LEFT = ("compound", "nmod", "poss", "amod", "nummod")
_VAGUE = ("theme=own&weak", "theme=of&weak", "theme=left&weak")
NO_WORD = {"named=no": 1.0}


def choose(index: Index, model: LinearModel, place: Sight, m: Movement) -> Chosen:
    """The metric of a trend."""
    pairs, mentions = trend_pairs(index, place, m)
    totals = model.scores(trend_context(index, place, m))
    shared: dict[str, float] = model.meta["shared"]
    unnamed = _weight(shared, NO_WORD)
    for name in totals:
        totals[name] += _weight(shared, pairs[name]) if name in pairs else unnamed
    best = max(totals, key=lambda name: (totals[name], name))
    chosen = index.notes.setdefault("chosen", {})
    assert isinstance(chosen, dict)
    chosen[place.i, place.j] = best
    p = 1.0 / sum(exp(value - totals[best]) for value in totals.values())
    return best, _span(index, shared, mentions.get(best, [])), p


def _weight(shared: dict[str, float], row: Row) -> float:
    return sum(shared.get(f, 0.0) * value for f, value in row.items())


def _span(index: Index, shared: dict[str, float], mentions: list[tuple[int, tuple[str, ...]]]) -> list[int] | None:
    if not mentions:
        return None
    k = max(mentions, key=lambda pair: (sum(shared.get(f, 0.0) for f in pair[1]), -pair[0]))[0]
    return [index.metrics[k]["start"], index.metrics[k]["end"]]


def trend_pairs(
    index: Index, place: Sight, m: Movement
) -> tuple[dict[str, Row], dict[str, list[tuple[int, tuple[str, ...]]]]]:
    """For each metric that some word may name: the shared features, and its mentions in the sentence."""
    about = theme(index, place, m)
    pairs: dict[str, Row] = {}
    mentions: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for k, here, names in hit_features(index, place, "trend"):
        found = names + _standing(index, about, k) if here else names
        for rank, name in enumerate(index.metrics[k]["ids"]):
            row = pairs.setdefault(name, {})
            for feature in found:
                row[feature] = 1.0
            row[rank_feature(rank)] = 1.0
            if here:
                row[f"{found[-1]}&{rank_feature(rank)}"] = 1.0
                mentions.setdefault(name, []).append((k, found))
    told = _told(index)
    for name, row in pairs.items():
        often = min(told.get(name, 0), 6) // 2
        row.update({f"told={often}&{how}": 1.0 for how in _VAGUE if how in row})
    return pairs, mentions


def _told(index: Index) -> Counter[str]:
    """How often the article names each metric by a phrase that leaves no doubt."""
    kept = index.notes.get("told_metrics")
    if kept is None:
        sure = [m for m in index.metrics if m["rule"] == "metric.name" and (len(m["ids"]) == 1 or m["j"] - m["i"] > 1)]
        kept = index.notes["told_metrics"] = Counter(m["ids"][0] for m in sure)
    assert isinstance(kept, Counter)
    return kept


def _standing(index: Index, about: Theme, k: int) -> tuple[str, ...]:
    """How a metric mention stands to the theme: it names it, stands before it, after its "of", or elsewhere."""
    mention, at = index.metrics[k], about.at
    sort = mention["rule"].rpartition(".")[2]
    root = root_of(index, mention["i"], mention["j"])
    if at is None:
        how = "none"
    elif mention["i"] <= at < mention["j"]:
        how = "own"
    elif index.head[root] == at:
        how = "left" if index.dep[root] in _LEFT else "conj" if index.dep[root] == "conj" else "under"
    elif index.head[index.head[root]] == at and index.dep[index.head[root]] == "prep":
        how = "of"
    elif about.agent is not None and mention["i"] <= about.agent < mention["j"]:
        how = "agent"
    else:
        how = "else"
    return (f"theme={how}", f"theme={how}&{sort}")


def trend_context(index: Index, place: Sight, m: Movement) -> Row:
    """What is known at a trend, to be weighed for each metric."""
    about = theme(index, place, m)
    at, what = about.at, kind(index, about.at)
    names = [f"th={what}", f"form={m['form']}", f"m={m['rule']}", f"way={m['direction']}", f"th={what}&{m['rule']}"]
    if at is not None:
        names.append(f"thw={index.lemma[at]}")
        own = index.metric_at[at]
        if own != NONE:
            mention = index.metrics[own]
            names += [f"tht={words(index, mention['i'], mention['j'])}", f"thid={mention['ids'][0]}"]
        names += _left_words(index, at)
        k = index.entity_at[at]
        if k != NONE:
            names.append(f"the={index.entities[k]['type']}")
    if about.agent is not None:
        names.append(f"ag={kind(index, about.agent)}")
    if place.verb is not None:
        names.append(f"v={index.lemma[place.verb]}")
    for hit in place.metrics:
        mention = index.metrics[hit.at]
        names.append(f"t={words(index, mention['i'], mention['j'])}")
    for k in index.entities_in[place.sent]:
        names.append(f"e={index.entities[k]['type']}")
    names.append(f"role={index.roles[place.sent] == 'headline'}")
    return dict.fromkeys(names, 1.0)


def _left_words(index: Index, at: int) -> list[str]:
    """Words before the theme in its phrase, and the types of the names among them."""
    names = []
    for c in index.children[at]:
        if index.dep[c] in _LEFT and c < at:
            names.append(f"thl={index.lemma[c]}")
            if index.entity_at[c] != NONE:
                names.append(f"thle={index.entities[index.entity_at[c]]['type']}")
        elif index.dep[c] == "prep":
            for o in index.children[c]:
                names.append(f"tho={index.lemma[o]}")
                if index.entity_at[o] != NONE:
                    names.append(f"thoe={index.entities[index.entity_at[o]]['type']}")
    return names


def all_pairs(index: Index, place: Sight, m: Movement) -> list[Row]:
    """The shared features of every metric at a trend, for training."""
    pairs, _ = trend_pairs(index, place, m)
    return [pairs.get(name, NO_WORD) for name in metrics()]

"""What is seen of a number and of a candidate: named features, shared by training (tools/train_claims.py) and use."""

from collections import ChainMap

from pipeline.claims import owners
from pipeline.claims.candidates import HOSTS, Candidate
from pipeline.claims.index import NONE, Index
from pipeline.claims.place_features import place_features
from pipeline.claims.ranker import Row
from pipeline.claims.scene import Scene
from pipeline.claims.syntax import label, settled
from pipeline.claims.syntax_features import leads, syntax_features
from pipeline.claims.whose import TELLING
from pipeline.claims.words import SPEECH
from pipeline.layers.store import Entity

TELLERS = TELLING | SPEECH
_FIT = {good: f"fit={good}" for good in (owners.GOOD, owners.POSSIBLE, owners.BAD)}


def entity_features(index: Index, s: Scene, c: Candidate) -> ChainMap[str, float]:
    """How one candidate stands to one number. Mostly without zeros.

    The first mapping is its own; those behind it are shared by several candidates or numbers, and looked at once.
    """
    here = c.sent == s.sent
    mention, sentences = _of_mention(index, c, far=not here), _of_sentences(index, s.sent, c.sent)
    f: dict[str, float] = {"mentions": float(c.mentions)}
    good = owners.fit(s.metric, c.type, c.rule, c.name)
    f[_FIT[good]] = 1.0
    if good == owners.GOOD and c.form != "group":
        _fitting(index, s, c, f)
    _grammar(s, c, f)
    if s.said_by and _said(c.name.lower(), s.said_by):
        f["is_source"] = 1.0
    if c.form == "group" and s.quantity["noun"] and index.lemma[c.root] == s.quantity["unit"].split("/")[0]:
        f["grp_unit"] = 1.0
    if here:
        place_features(index, s, c, f)
        syntax_features(index, s, c, f)
    elif leads(index, c):
        if c.sent == s.sent - 1:
            f["prev_subj"] = 1.0
        if "same_para" in sentences:
            f["para_subj"] = 1.0
    f["rule"] = _rule(c, f, mention, sentences)
    return ChainMap(f, _of_scene(index, s), mention, sentences)


def _grammar(s: Scene, c: Candidate, f: dict[str, float]) -> None:
    """Whether grammar alone says that it is the candidate's, and whether it is the subject or owner meant."""
    pick = s.picks.get(c.key)
    if pick is not None:
        f[f"pick={pick[0]}_{pick[1]}"] = 1.0
        f[f"pick_way={pick[1]}"] = 1.0
        f[f"pick_no={pick[0]}"] = 1.0
        if pick[0] == 0:
            f["first_pick"] = 1.0
    if s.slot_keys[0] == c.key:
        f["slot_s_me"] = 1.0
    if s.slot_keys[1] == c.key:
        f["slot_o_me"] = 1.0


def _of_scene(index: Index, s: Scene) -> dict[str, float]:
    """What all candidates of a number share beside what the scene itself says."""
    kept = index.notes.setdefault("of_scene", {})
    assert isinstance(kept, dict)
    found: dict[str, float] | None = kept.get((s.i, s.j))
    if found is None:
        noun = index.lemma[s.chain[1]] if len(s.chain) > 1 else ""
        found = kept[s.i, s.j] = {f"best={s.best_way}": 1.0, f"noun={noun}": 1.0}
    return found


def _of_mention(index: Index, c: Candidate, *, far: bool) -> dict[str, float]:
    """What a mention is by itself, for all numbers, or for all those of other sentences (`far`): looked at once."""
    kept = index.notes.setdefault("mentions", {})
    assert isinstance(kept, dict)
    at = (c.key, c.form, c.i, c.j, far)
    found: dict[str, float] | None = kept.get(at)
    if found is None:
        form = c.form if c.form != "group" else f"group_{c.rule}"
        found = {f"form={form}": 1.0, f"type={c.type}": 1.0}
        if c.form in ("pronoun", "nominal"):
            found[f"ref={c.rule}"] = 1.0
        found[f"hd={index.lemma[index.head[c.root]]}"] = 1.0
        if c.form == "nominal":
            found["rival"] = float(_owned(index, c.root))
        found["share"] = index.counts.get(c.key, 0) / max(1, len(index.entities))
        found["in_title"] = float(c.key in index.title_keys)
        found["is_topic"] = float(index.notes.get("topic") == c.key)
        found["rank"] = float(_rank(index, c.key))
        found["tells"] = float(_tells(index, c))
        found["words"] = float(min(8, c.j - c.i))
        if c.form == "group":
            found[f"gr={index.lemma[c.root]}"] = 1.0
            found |= _of_group(index, c)
        if far:
            found["far_subj"] = float(label(index, settled(index, c.root)) in ("nsubj", "nsubjpass"))
        found = kept[at] = {name: value for name, value in found.items() if value}
    return found


def _of_group(index: Index, c: Candidate) -> dict[str, float]:
    """What a described group is made of."""
    words = range(c.i, c.j)
    return {
        "grp_plural": float(index.lower[c.root].endswith("s")),
        "grp_name_in": float(any(index.entity_at[t] != NONE for t in words)),
        "grp_metric": float(any(index.metric_at[t] != NONE for t in words)),
        "grp_move": float(any(index.movement_at[t] != NONE for t in words)),
        "grp_before_metric": float(c.j < len(index.metric_at) and index.metric_at[c.j] != NONE),
    }


def _of_sentences(index: Index, sent: int, back: int) -> dict[str, float]:
    """How the sentence of a candidate lies to that of the number."""
    kept = index.notes.setdefault("sentences", {})
    assert isinstance(kept, dict)
    found: dict[str, float] | None = kept.get((sent, back))
    if found is None:
        found = {
            "sent_back": float(max(-3, min(12, sent - back))),
            "same_para": float(index.para_of_sent[back] == index.para_of_sent[sent]),
        }
        if back != sent:
            between = range(max(0, back + 1), sent + 1)
            names = {index.entities[e]["key"] for k in between for e in index.entities_in[k]}
            found["far_after"] = float(back > sent)
            found["newer"] = float(min(8, len(names)))
        found = kept[sent, back] = {name: value for name, value in found.items() if value}
    return found


def _said(name: str, said_by: tuple[str, ...]) -> bool:
    """Whether one of those who say it bears the name, or a part of it."""
    return any(name in n or n in name for n in said_by)


def _fitting(index: Index, s: Scene, c: Candidate, f: dict[str, float]) -> None:
    """Among the entities that can have the metric: is it the only one here, the last named, the most named?"""
    here, last, first = _fits(index, s)
    if not here:
        f["fit_none_here"] = 1.0
    elif c.key in here:
        f["fit_here"] = 1.0
        f["fit_only"] = float(len(here) == 1)
    if last == c.key:
        f["fit_last"] = 1.0
    if first == c.key:
        f["fit_first"] = 1.0


def _owned(index: Index, head: int) -> bool:
    """Whether a noun says itself whose it is: "sales at hardware stores", "grocery sales", "the bank's shares"."""
    for t in index.children[head]:
        if index.dep[t] in ("poss", "compound", "nmod") and not index.time_at[t]:
            return True
        behind = index.children[t] if index.dep[t] == "prep" and index.lower[t] in HOSTS else []
        if any(not index.time_at[o] and index.quantity_at[o] == NONE for o in behind):
            return True
    return False


def _fits(index: Index, s: Scene) -> tuple[set[str], str, str]:
    """Keys that fit the metric in the sentence, the last one before the number, and the most named of the article."""
    kept = index.notes.setdefault("fits", {})
    assert isinstance(kept, dict)
    at = (s.metric, s.i)
    if at not in kept:
        names, first = _fitting_names(index, s.metric)
        a, b = index.sents[s.sent]
        here = {e["key"] for e in names if a <= e["i"] < b}
        last = next((e["key"] for e in reversed(names) if e["i"] < s.i), "")
        kept[at] = (here, last, first)
    found: tuple[set[str], str, str] = kept[at]
    return found


def _fitting_names(index: Index, metric: str) -> tuple[list[Entity], str]:
    """The mentions of all that can have a metric, in text order, and the key named most: once for each metric."""
    kept = index.notes.setdefault("fitting", {})
    assert isinstance(kept, dict)
    if metric not in kept:
        names = [e for e in index.entities if owners.fit(metric, e["type"], e["rule"], e["name"]) == owners.GOOD]
        kept[metric] = (names, min((e["key"] for e in names), key=lambda k: (-index.counts.get(k, 0), k), default=""))
    found: tuple[list[Entity], str] = kept[metric]
    return found


def _tells(index: Index, c: Candidate) -> bool:
    """Whether the mention is the subject of a verb of telling or stands behind "according to"."""
    t = settled(index, c.root)
    if index.dep[t] in ("nsubj", "nsubjpass") and index.lemma[index.head[t]] in TELLERS:
        return True
    if index.dep[t] == "compound" and index.lemma[index.head[t]] in ("datum", "data", "report", "figure", "survey"):
        return True
    return label(index, t) in ("prep_to", "prep_per") and index.lemma[index.head[index.head[t]]] in (
        "accord",
        "according",
    )


def _rank(index: Index, key: str) -> int:
    """The place of an entity by number of mentions, 0 for the most named; 9 for the rest."""
    ranks = index.notes.get("ranks")
    if ranks is None:
        order = sorted(index.counts, key=lambda k: (-index.counts[k], k))
        ranks = {k: n for n, k in enumerate(order[:9])}
        index.notes["ranks"] = ranks
    assert isinstance(ranks, dict)
    return int(ranks.get(key, 9))


NEVER = frozenset(("date", "time", "number", "language", "event", "law"))
"""Types that have no metric."""


def _rule(c: Candidate, f: Row, mention: Row, sentences: Row) -> float:
    """The plain rule: owner of the metric, subject of the clause, nearest name before, the article's topic."""
    if c.type in NEVER:
        return -1.0
    get = f.get
    topic, title = mention.get("is_topic", 0.0), mention.get("in_title", 0.0)
    if "here" not in f:
        score = 1.2 * topic + 0.8 * title + mention.get("share", 0.0)
        score -= 0.15 * abs(sentences.get("sent_back", 0.0))
        score += 0.5 * mention.get("far_subj", 0.0)
    else:
        score = 1.5 + 2.2 * ("own_depth" in f) + 2.0 * get("in_subj", 0.0) - 0.4 * get("subj_depth", 0.0)
        score += 0.8 * f["before"] - 0.05 * f["gap"] - 0.5 * f["names_between"] - 0.6 * f["cuts"]
        score += 0.6 * title + 0.5 * topic
    score -= 0.8 * get("is_source", 0.0) * (c.type == "person")
    score -= 1.0 * (c.form == "group") + 1.0 * (c.type == "person")
    return round(score, 3)

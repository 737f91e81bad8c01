"""What speaks for and against a date as the date of a claim: named features of (claim, candidate)."""

from datetime import date
from functools import lru_cache

from spacy.tokens import Token

from pipeline.layers.store import text_of
from pipeline.layers.times.candidates import YEARLY, Candidate
from pipeline.layers.times.carry_features import carried
from pipeline.layers.times.claim import MARKET, REPORT, SUPERLATIVE, Claim, common, said_only, verb_tense
from pipeline.layers.times.moments import Ends
from pipeline.layers.times.pair_features import compared, paired
from pipeline.layers.times.sheet import PURE_SAY, SAY, Sheet, governor


def features(made: Sheet, claim: Claim, c: Candidate) -> dict[str, float]:
    """Named features of a candidate for a claim."""
    return dict.fromkeys([*of_source(claim, c.source), *of_candidate(made, claim, c)], 1.0)


def of_source(claim: Claim, source: str) -> list[str]:
    """The features that all candidates of a source share."""
    return [f"src={source}", *(f"src={source}&{fact}" for fact in claim.facts)]


def of_candidate(made: Sheet, claim: Claim, c: Candidate) -> list[str]:
    """The features of a candidate itself."""
    names = [*_plain(c.source, c.how, claim.base, _length(c.ends), claim.topic, claim.tense)]
    if c.k >= 0:
        names += _of_time(made, claim, c)
    if claim.before is not None:
        names += carried(made, claim, c, claim.before)
    if c.source == "annual":
        names += [f"annual&{word}" for word in _yearly(made, claim)] or ["annual&apart"]
    if c.ends == made.lead:
        names += [f"{c.source}&lead", f"lead&{claim.topic}"]
    if c.k in made.baselines and c.how != "year_before":
        names.append(f"how={c.how}&baseline")
    if c.k < 0 and c.source == "main":
        names += [f"main&{'times' if not claim.quiet else 'quiet'}"]
    return names


@lru_cache(maxsize=1 << 14)
def _plain(source: str, how: str, base: bool, length: str, topic: str, tense: str) -> tuple[str, ...]:
    """What the source, the reading and the length of a date say, each of few values."""
    names = [f"src={source}+how={how}", f"{source}&unit={length}&{topic}", f"{source}&unit={length}&{tense}"]
    if how != "plain":
        names.append(f"how={how}&base" if base else f"how={how}&level")
    return tuple(names)


def _of_time(made: Sheet, claim: Claim, c: Candidate) -> list[str]:
    if _is_dateline(made, c.k):
        return [f"{c.source}&dateline"]
    key = (c.k, c.source)
    own = made.named.get(key)
    if own is None:
        own = made.named[key] = _own(made, c.k, c.source)
    names = [*own]
    if c.k in made.baselines and c.how != "year_before":
        names.append(f"{c.source}&baseline&{'base' if claim.base else 'level'}")
    if c.ends == made.main:
        names.append(f"{c.source}&main")
    today = made.day(claim.sentence)
    if today and (made.times[c.k]["since"] or "") > today.isoformat():
        names.append(f"{c.source}&ahead&{claim.tense}")
    key = (c.k, "") if c.source == "same" else (c.distance, c.source)
    beside = claim.beside.get(key)
    if beside is None:
        beside = claim.beside[key] = _near(made, claim, c.k) if c.source == "same" else _far(made, claim, c)
    names += beside
    if c.source == "same" and c.k in made.baselines and c.how != "year_before":
        names.append(compared(made, claim, c.k))
    return names


def _is_dateline(made: Sheet, k: int) -> bool:
    t = made.times[k]
    if t["basis"] != "explicit":
        return False
    s = made.sentence(t["i"])
    day = made.day(s)
    return day is not None and t["since"] == day.isoformat() and t["i"] - made.starts[s] <= 1


def _own(made: Sheet, k: int, source: str) -> list[str]:
    """What an expression says by itself, and the word it hangs on."""
    parse, t = made.parse, made.times[k]
    head = governor(made, k)
    before = t["i"] - 1
    prep = parse.lower[before] if before >= 0 and parse.pos[before] in ("ADP", "SCONJ", "ADV", "DET") else "-"
    names = [
        f"{source}&rule={t['rule']}",
        f"{source}&unit={_unit(t['since'], t['until'], t['value'])}",
        f"{source}&prep={prep}",
        f"{source}&type={t['type']}",
    ]
    if t["mod"]:
        names.append(f"{source}&mod={t['mod']}")
    if head is not None:
        names.append(f"{source}&head={head.pos_}")
        if head.lemma_ in PURE_SAY:
            names.append(f"{source}&said")
        elif head.lemma_ in SAY:
            names.append(f"{source}&reported")
        if head.pos_ == "VERB":
            names.append(f"{source}&headtense={verb_tense(made, head.i)}")
    return names


def _unit(since: str | None, until: str | None, value: str) -> str:
    if value[:1] == "P":
        return "span"
    if since == until:
        return "D"
    for mark in ("Q", "H", "W"):
        if mark in value:
            return mark
    return {4: "Y", 7: "M"}.get(len(value), "X")


def _yearly(made: Sheet, claim: Claim) -> list[str]:
    """The words for yearly that stand by the claim's number."""
    a, b = max(made.starts[claim.sentence], claim.i - 6), min(made.end(claim.sentence), claim.j + 6)
    return sorted(YEARLY.intersection(made.parse.lower[a:b]))


@lru_cache(maxsize=1 << 12)
def _length(ends: Ends) -> str:
    """Day, month, quarter, half, year, longer or open, by the days between."""
    if ends[0] is None or ends[1] is None:
        return "none" if ends == (None, None) else "open"
    days = (date.fromisoformat(ends[1]) - date.fromisoformat(ends[0])).days
    return next(
        (name for most, name in ((0, "D"), (10, "W"), (31, "M"), (92, "Q"), (190, "H"), (366, "Y")) if days <= most),
        "long",
    )


def _near(made: Sheet, claim: Claim, k: int) -> list[str]:
    """An expression in the claim's sentence: its place in the tree and in the line."""
    t, lower, head = made.times[k], made.parse.lower, governor(made, k)
    after = t["i"] >= claim.j
    a, b = (claim.j, t["i"]) if after else (t["j"], claim.i)
    gap = max(0, b - a)
    own = [n for n in made.by_sentence[claim.sentence] if not said_only(made, n, claim.verb)]
    between = sum(1 for n in made.by_sentence[claim.sentence] if a <= made.times[n]["i"] < b)
    numbers = made.between(a, b)
    side, tree = "after" if after else "before", _relation(made, claim, head)
    names = [
        f"{side}&gap={_bucket(gap)}",
        f"{side}&times={min(between, 2)}",
        f"{side}&numbers={min(numbers, 3)}",
        f"tree={tree}",
        f"tree={tree}&{side}",
    ]
    names += [f"base&{side}&numbers={min(numbers, 2)}", f"base&{side}&rule={t['rule']}"] if claim.base else []
    if own == [k]:
        names.append("only")
    text, parse = text_of(made.doc), made.parse
    crossed = {text[start:end] for start, end in zip(parse.start[a:b], parse.end[a:b], strict=True)}
    names += [
        f"{side}&cross={mark}"
        for mark in (",", ";", "(", ")", "-", "and", "but", "while", "after", "from", "when", "since", "than")
        if mark in crossed
    ]
    window = set(lower[max(made.starts[claim.sentence], t["i"] - 9) : t["i"]])
    if window & SUPERLATIVE and "since" in window:
        names += ["superlative_since", f"superlative_since&{head.pos_ if head is not None else '-'}"]
    if "after" in window or "following" in window:
        names.append("after_window")
    names += _ranks(made, claim, k, after)
    return names + paired(made, claim, k, -1 if head is None else head.i)


def _ranks(made: Sheet, claim: Claim, k: int, after: bool) -> list[str]:
    """Is it the nearest one on its side, and does its number stand nearer to it than others?"""
    own = made.by_sentence[claim.sentence]
    t = made.times[k]
    side = [n for n in own if (made.times[n]["i"] >= claim.j) == after]
    nearest = min(side, key=lambda n: abs(made.times[n]["i"] - claim.i)) if side else -1
    names = [f"nearest&{'after' if after else 'before'}"] if nearest == k else []
    if after:
        closer = made.between(claim.j, t["i"])
        names.append("owner" if not closer else "not_owner")
    elif t["i"] == made.starts[claim.sentence] or (t["i"] == made.starts[claim.sentence] + 1):
        names.append("fronted")
    return names


def _relation(made: Sheet, claim: Claim, head: Token | None) -> str:
    """Where the expression hangs against the claim's number: under it, on its verb, above, below, beside."""
    if head is None:
        return "root"
    up, parse = made.path(claim.top), made.parse
    if head.i in up[:3] and head.pos_ not in ("VERB", "AUX"):
        return "noun"
    if head.i == claim.verb:
        return "verb"
    if head.i in up:
        return "above" if head.lemma_ not in SAY else "above_say"
    theirs = made.path(head.i)
    if claim.verb in theirs:
        step = made.verb(head.i)
        return "below" if step != claim.verb else "below_noun"
    verb = made.verb(head.i)
    if verb >= 0 and claim.verb >= 0 and parse.dep[verb] == "conj" and parse.head[verb] == claim.verb:
        return "conj_of_ours"
    if claim.verb >= 0 and parse.dep[claim.verb] == "conj" and parse.head[claim.verb] == verb:
        return "we_conj"
    return "beside"


def _far(made: Sheet, claim: Claim, c: Candidate) -> list[str]:
    """An expression of another sentence: how far, and what the sentences have in common."""
    s = claim.sentence + (c.distance if c.source == "on" else -c.distance)
    same = common(made, claim.sentence, s)
    names = [f"{c.source}&{same}&distance={min(c.distance, 3)}"]
    names += [
        f"{c.source}&distance={min(c.distance, 4)}",
        f"{c.source}&{'quiet' if claim.quiet else 'busy'}&distance={min(c.distance, 3)}",
    ]
    skipped = range(claim.sentence - c.distance + 1, claim.sentence)
    if c.source == "back" and not any(made.by_sentence.get(x) for x in skipped):
        names.append("back&latest" + ("&quiet" if claim.quiet else ""))
    there = made.by_sentence.get(s, [])
    if len(there) == 1:
        names.append(f"{c.source}&alone")
    if claim.figure and any(
        made.starts[s] <= n < made.end(s) for n in made.repeats.get(claim.figure, ()) if n != claim.i
    ):
        names.append(f"{c.source}&repeats")
    text = made.lemmas(s)
    for name, words in (("market", MARKET), ("report", REPORT)):
        names.append(f"{c.source}&{name}={int(name in claim.facts)}{int(not text.isdisjoint(words))}")
    if made.role(s) != made.role(claim.sentence):
        names.append(f"{c.source}&other_role")
    return names


def _bucket(n: int) -> str:
    return str(n) if n < 4 else "4-6" if n < 7 else "7-12" if n < 13 else "13+"

"""What speaks for and against a date as the date of a claim: named features of (claim, candidate)."""

from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.layers.store import Quantity
from pipeline.layers.times.candidates import Candidate
from pipeline.layers.times.moments import Ends, year_before
from pipeline.layers.times.sheet import PURE_SAY, SAY, Before, Sheet, figure, governor, top_of

MARKET = frozenset(
    "share stock index ftse nasdaq dow nikkei dax cac sensex nyse trading session market bitcoin ether token price euro "
    "dollar pound yen oil crude gold wti brent bond yield trade".split()
)
REPORT = frozenset("profit loss earnings income revenue sale turnover result quarter ebitda dividend margin".split())
SUPERLATIVE = frozenset(
    "lowest highest first biggest largest best worst most least smallest fastest slowest lows highs low high seen record "
    "level levels time fall rise drop decline gain weakest strongest".split()
)
SESSION = frozenset("close bell session day morning midday trading afternoon lunchtime opening end finish".split())
FROM = frozenset("from against than versus vs vs.".split())
FORWARD = frozenset("will would could may might should can shall 'll to".split())


@dataclass
class Claim:
    """The claim's side of the features: where it stands and what its clause says."""

    i: int
    j: int
    sentence: int
    top: int
    verb: int
    kind: str
    facts: list[str]
    figure: str
    base: bool
    """The number is what something moved from."""
    quiet: bool
    """No expression of its sentence but those of saying."""
    before: Before | None = None


def describe(made: Sheet, i: int, j: int, before: Before | None = None) -> Claim:
    """Look at the claim on tokens [i, j) once for all candidates."""
    s = made.sentence(i)
    top = top_of(made, i, j)
    q = made.quantities.get(i)
    verb = made.verb(top)
    claim = Claim(i, j, s, top, verb, q["kind"] if q else "trend", [], figure(made.doc, i, j), _is_base(made, i, q), False)
    claim.quiet = all(_said(made, k, verb) for k in made.by_sentence.get(s, ()))
    claim.facts = _facts(made, claim)
    claim.before = before
    return claim


def _is_base(made: Sheet, i: int, q: Quantity | None) -> bool:
    if q is not None and q["move"] == "from":
        return True
    doc = made.doc
    before = [doc[k].lower_ for k in range(max(made.starts[made.sentence(i)], i - 3), i)]
    return any(w in FROM for w in before[-2:]) or before[-2:] in (["compared", "with"], ["compared", "to"])


def _facts(made: Sheet, claim: Claim) -> list[str]:
    """What the claim's clause says, whatever the candidate."""
    doc, s = made.doc, claim.sentence
    facts = [f"kind={claim.kind}", f"role={made.role(s)}", "lead" if s <= 1 else "early" if s <= 4 else "late"]
    if claim.base:
        facts.append("base")
    if claim.quiet:
        facts.append("quiet")
    if not made.by_sentence.get(s):
        facts.append("no_times")
    verb = doc[claim.verb] if claim.verb >= 0 else None
    if verb is not None:
        facts += [f"tense={verb_tense(verb)}", f"verb={verb.lemma_.lower()}"]
    lemmas = {doc[k].lemma_.lower() for k in range(max(made.starts[s], claim.i - 12), min(made.end(s), claim.j + 6))}
    facts += ["market"] if lemmas & MARKET else []
    facts += ["session"] if lemmas & SESSION and lemmas & MARKET else []
    if q_noun := made.quantities.get(claim.i):
        facts += [f"noun={doc[k].lemma_.lower()}" for k in (q_noun["noun"] or [])[:1]]
    if verb is not None:
        facts += [f"subject={c.lemma_.lower()}" for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")][:1]
    facts += ["report"] if lemmas & REPORT else []
    q = made.quantities.get(claim.i)
    if q is not None:
        facts.append(f"change={q['change']}")
        facts.append("unit=" + (q["unit"] if q["unit"] in ("percent", "point", "percentage_point") else "money" if q["kind"] == "money" else "thing"))
    if any(k < claim.i and len(made.doc[k].text) == 1 and made.doc[k].text in "\"“" for k in range(made.starts[s], claim.i)):
        facts.append("quoted")
    return facts


def verb_tense(verb: Token) -> str:
    """past, present, perfect, future or bare, by the verb's helpers."""
    helpers = [c for c in verb.children if c.dep_ in ("aux", "auxpass")]
    if any(c.lower_ in FORWARD or c.tag_ == "TO" for c in helpers):
        return "future"
    if any(c.lemma_ == "have" for c in helpers):
        return "perfect"
    tag = helpers[0].tag_ if helpers else verb.tag_
    return {"VBD": "past", "VBN": "past", "VBZ": "present", "VBP": "present", "VBG": "going"}.get(tag, "bare")


def _said(made: Sheet, k: int, verb: int) -> bool:
    """The expression dates the saying: it hangs on a verb of saying that is not the claim's own verb."""
    head = governor(made, k)
    return head is not None and head.lemma_ in SAY and head.i != verb


def features(made: Sheet, claim: Claim, c: Candidate) -> dict[str, float]:
    """Named features of a candidate for a claim."""
    names = [f"src={c.source}", f"src={c.source}+how={c.how}"]
    facts = claim.facts
    names += [f"src={c.source}&{fact}" for fact in facts]
    if c.how != "plain":
        names += [f"how={c.how}&base"] if claim.base else [f"how={c.how}&level"]
    if c.k >= 0:
        names += _of_time(made, claim, c)
    if claim.before is not None:
        names += _carried(made, claim, c, claim.before)
    if c.k < 0 and c.source == "main":
        names += [f"main&{'times' if not claim.quiet else 'quiet'}"]
    return dict.fromkeys(names, 1.0)


def _carried(made: Sheet, claim: Claim, c: Candidate, prev: Before) -> list[str]:
    """The date of the claim before: goes on within a clause and a report, unless the number is a baseline."""
    gone = claim.sentence - made.sentence(prev.i)
    near = ("verb" if made.verb(prev.i) == claim.verb else "line") if gone == 0 else str(min(gone, 3))
    what = "none" if prev.ends == (None, None) else "date"
    times = [k for k in made.by_sentence.get(claim.sentence, ()) if prev.i < made.times[k]["i"] < claim.i]
    fresh = "fresh" if (times if gone == 0 else not claim.quiet) else "stale"
    base = "&base" if claim.base else ""
    common = _common(made, claim.sentence, made.sentence(prev.i))
    if c.ends == prev.ends:
        names = [f"carry&{what}&{near}", f"carry&{what}&{near}&{fresh}{base}", f"carry&{what}&src={c.source}"]
        names += [f"carry&{what}&{near}&{common}", f"carry&{what}&{near}&{fresh}&{common}", f"carry&{what}&verbs={_verbs(made, claim, prev)}"]
        return names + [f"carry&{what}&{near[:1]}&{f}" for f in claim.facts if f[:4] in ("kind", "mark", "repo", "tens", "unit", "quot")]
    names = [f"leave&{what}&{near}&{common}&{'none' if c.source == 'none' else 'date'}"]
    names += [f"leave&{what}&{near}&{fresh}{base}&{'none' if c.source == 'none' else 'date'}"]
    if prev.dated is not None and c.ends == prev.dated:
        names.append(f"resume&{near}&{fresh}")
    if c.how == "year_before" and c.ends == _back(prev.ends):
        names.append(f"shift_of_before{base}")
    return names


def _common(made: Sheet, s: int, before: int) -> str:
    """Do two sentences speak of the same metric?"""
    mine, theirs = made.metrics.get(s, frozenset()), made.metrics.get(before, frozenset())
    return "bare" if not mine or not theirs else "shared" if mine & theirs else "other"


def _verbs(made: Sheet, claim: Claim, prev: Before) -> str:
    """The tenses of the verbs of this claim and of the one before."""
    other = made.verb(prev.i)
    mine = verb_tense(made.doc[claim.verb]) if claim.verb >= 0 else "-"
    return f"{verb_tense(made.doc[other]) if other >= 0 else '-'}-{mine}"


def _back(ends: Ends) -> Ends | None:
    return year_before(ends) if ends != (None, None) else None


def _of_time(made: Sheet, claim: Claim, c: Candidate) -> list[str]:
    doc, t = made.doc, made.times[c.k]
    head = governor(made, c.k)
    if t["i"] - made.starts[made.sentence(t["i"])] <= 1 and made.today and t["since"] == made.today.isoformat() and t["basis"] == "explicit":
        return [f"{c.source}&dateline"]
    prep = doc[t["i"] - 1].lower_ if t["i"] and doc[t["i"] - 1].pos_ in ("ADP", "SCONJ", "ADV", "DET") else "-"
    unit = _unit(t["since"], t["until"], t["value"])
    names = [f"{c.source}&rule={t['rule']}", f"{c.source}&unit={unit}", f"{c.source}&prep={prep}", f"{c.source}&type={t['type']}"]
    if t["mod"]:
        names.append(f"{c.source}&mod={t['mod']}")
    if head is not None:
        names.append(f"{c.source}&head={head.pos_}")
        if head.lemma_ in PURE_SAY:
            names.append(f"{c.source}&said")
        elif head.lemma_ in SAY:
            names.append(f"{c.source}&reported")
        if head.pos_ == "VERB":
            names.append(f"{c.source}&headtense={verb_tense(head)}")
    if c.ends == made.main:
        names.append(f"{c.source}&main")
    if made.today and t["since"] and t["since"] > made.today.isoformat():
        names.append(f"{c.source}&ahead&" + next((f for f in claim.facts if f.startswith("tense")), "-"))
    names += _near(made, claim, c, head) if c.source == "same" else _far(made, claim, c)
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


def _near(made: Sheet, claim: Claim, c: Candidate, head: Token | None) -> list[str]:
    """An expression in the claim's sentence: its place in the tree and in the line."""
    t, doc = made.times[c.k], made.doc
    after = t["i"] >= claim.j
    a, b = (claim.j, t["i"]) if after else (t["j"], claim.i)
    gap = max(0, b - a)
    own = [k for k in made.by_sentence[claim.sentence] if not _said(made, k, claim.verb)]
    between = sum(1 for k in made.by_sentence[claim.sentence] if a <= made.times[k]["i"] < b)
    numbers = sum(1 for n in made.quantities if a <= n < b)
    side = "after" if after else "before"
    names = [
        f"{side}&gap={_bucket(gap)}",
        f"{side}&times={min(between, 2)}",
        f"{side}&numbers={min(numbers, 3)}",
        f"tree={_relation(made, claim, c, head)}",
        f"tree={_relation(made, claim, c, head)}&{side}",
    ]
    names += [f"base&{side}&numbers={min(numbers, 2)}", f"base&{side}&rule={t['rule']}"] if claim.base else []
    if own == [c.k]:
        names.append("only")
    text = [doc[k].text for k in range(a, b)]
    names += [f"{side}&cross={mark}" for mark in (",", ";", "(", ")", "-", "and", "but", "while", "after", "from", "when", "since", "than") if mark in text]
    window = {doc[k].lower_ for k in range(max(made.starts[claim.sentence], t["i"] - 9), t["i"])}
    if window & SUPERLATIVE and "since" in window:
        names += ["superlative_since", f"superlative_since&{head.pos_ if head is not None else '-'}"]
    if "after" in window or "following" in window:
        names.append("after_window")
    names += _ranks(made, claim, c, after)
    return names


def _ranks(made: Sheet, claim: Claim, c: Candidate, after: bool) -> list[str]:
    """Is it the nearest one on its side, and does its number stand nearer to it than others?"""
    own = [k for k in made.by_sentence[claim.sentence]]
    t = made.times[c.k]
    side = [k for k in own if (made.times[k]["i"] >= claim.j) == after]
    nearest = min(side, key=lambda k: abs(made.times[k]["i"] - claim.i)) if side else -1
    names = [f"nearest&{'after' if after else 'before'}"] if nearest == c.k else []
    if after:
        closer = [n for n in made.quantities if claim.j <= n < t["i"]]
        names.append("owner" if not closer else "not_owner")
    elif t["i"] == made.starts[claim.sentence] or (t["i"] == made.starts[claim.sentence] + 1):
        names.append("fronted")
    return names


def _relation(made: Sheet, claim: Claim, c: Candidate, head: Token | None) -> str:
    """Where the expression hangs against the claim's number: under it, on its verb, above, below, beside."""
    if head is None:
        return "root"
    up = made.path(claim.top)
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
    if verb >= 0 and claim.verb >= 0 and made.doc[verb].dep_ == "conj" and made.doc[verb].head.i == claim.verb:
        return "conj_of_ours"
    if claim.verb >= 0 and made.doc[claim.verb].dep_ == "conj" and made.doc[claim.verb].head.i == verb:
        return "we_conj"
    return "beside"


def _far(made: Sheet, claim: Claim, c: Candidate) -> list[str]:
    """An expression of another sentence: how far, and what the sentences have in common."""
    s = claim.sentence + (c.distance if c.source == "on" else -c.distance)
    common = _common(made, claim.sentence, s)
    names = [f"{c.source}&{common}&distance={min(c.distance, 3)}"]
    names += [f"{c.source}&distance={min(c.distance, 4)}", f"{c.source}&{'quiet' if claim.quiet else 'busy'}&distance={min(c.distance, 3)}"]
    skipped = range(claim.sentence - c.distance + 1, claim.sentence)
    if c.source == "back" and not any(made.by_sentence.get(x) for x in skipped):
        names.append("back&latest" + ("&quiet" if claim.quiet else ""))
    there = made.by_sentence.get(s, [])
    if len(there) == 1:
        names.append(f"{c.source}&alone")
    if claim.figure and any(made.starts[s] <= n < made.end(s) for n in made.repeats.get(claim.figure, ()) if n != claim.i):
        names.append(f"{c.source}&repeats")
    mine = {f for f in claim.facts if f in ("market", "report")}
    text = {made.doc[k].lemma_.lower() for k in range(made.starts[s], made.end(s))}
    for name, words in (("market", MARKET), ("report", REPORT)):
        names.append(f"{c.source}&{name}={int(name in mine)}{int(bool(text & words))}")
    if made.role(s) != made.role(claim.sentence):
        names.append(f"{c.source}&other_role")
    return names


def _bucket(n: int) -> str:
    return str(n) if n < 4 else "4-6" if n < 7 else "7-12" if n < 13 else "13+"

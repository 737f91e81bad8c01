"""How a candidate and a number hang together by the parse."""

from pipeline.claims.candidates import Candidate
from pipeline.claims.index import NONE, Index
from pipeline.claims.scene import Scene, known_label, owner_heads
from pipeline.claims.syntax import VERBAL, first_verb, label, meet, settled, subjects, within
from pipeline.claims.words import SPEECH


def syntax_features(index: Index, s: Scene, c: Candidate, f: dict[str, float]) -> None:
    """How a candidate hangs together with the number of its sentence by the parse."""
    m = settled(index, c.root)
    f[f"dep={known_label(label(index, c.root))}"] = 1.0
    if m != c.root:
        f[f"as={known_label(label(index, m))}"] = 1.0
        f["shared_rel"] = 1.0
    _ownership(index, s, c, m, f)
    if s.verb is not None:
        beside, over = _clauses(index, s)
        f["side_subj"] = float(any(within(index, c.root, x, 6) is not None for x in beside))
        f["side_self"] = float(c.root in beside)
        f["up_subj"] = float(any(within(index, c.root, x, 6) is not None for x in over))
    met = meet(index, c.root, s.chain)
    if met is None:
        f["no_path"] = 1.0
        return
    at, path = met
    f["q_up"] = float(at)
    f["m_up"] = float(len(path) - 1)
    f["verbs_q"] = float(sum(1 for t in s.chain[: at + 1] if index.pos[t] in VERBAL))
    f["verbs_m"] = float(sum(1 for t in path[:-1] if index.pos[t] in VERBAL))
    lca = path[-1]
    f["lca_verb"] = float(index.pos[lca] in VERBAL)
    f["lca_say"] = float(index.pos[lca] in VERBAL and index.lemma[lca] in SPEECH)
    if len(path) > 1:
        side = path[-2]
        f[f"mside={known_label(label(index, side))}"] = 1.0
    if at > 0:
        f[f"qside={known_label(label(index, s.chain[at - 1]))}"] = 1.0
    verbs = [t for t in path[:-1] if index.pos[t] in VERBAL]
    if verbs:
        f[f"mverb={known_label(index.dep[verbs[-1]])}"] = 1.0


def _clauses(index: Index, s: Scene) -> tuple[list[int], list[int]]:
    """Subjects of the clauses beside that of the number and of the one over it, the same for all its candidates."""
    kept = index.notes.setdefault("clauses", {})
    assert isinstance(kept, dict)
    found: tuple[list[int], list[int]] | None = kept.get((s.i, s.j))
    if found is None:
        assert s.verb is not None
        up = first_verb(index, s.chain[s.chain.index(s.verb) + 1 :])
        over = [x for x in subjects(index, up) if x not in s.subjects] if up is not None else []
        found = kept[s.i, s.j] = (_side_subjects(index, s), over)
    return found


def _side_subjects(index: Index, s: Scene) -> list[int]:
    """Subjects of the adverbial clauses beside the governing verb ("if miners invest, their value could rise")."""
    assert s.verb is not None
    clauses = [c for c in index.children[s.verb] if index.dep[c] == "advcl"]
    return [x for c in clauses for x in index.children[c] if index.dep[x] in ("nsubj", "nsubjpass")]


def _ownership(index: Index, s: Scene, c: Candidate, m: int, f: dict[str, float]) -> None:
    """Is the candidate (in) the subject of what is said of the number, or the owner of the metric?"""
    for n, subject in enumerate(s.subjects[:2]):
        path = within(index, c.root, subject)
        if path is None and m == subject:
            path = [m]
        if path is None:
            continue
        f["in_subj"] = 1.0
        f["subj_depth"] = float(len(path) - 1)
        f["subj_no"] = float(n)
        own = label(index, path[-2]) if len(path) > 1 else "self"
        f[f"subj={known_label(own) if own != 'self' else own}"] = 1.0
        f["subj_group"] = float(any(t != c.root and index.entity_at[t] != NONE for t in path))
    heads = owner_heads(index, s)
    for head in heads:
        path = within(index, c.root, head, 5)
        if path is not None and len(path) > 1:
            f[f"owns={known_label(label(index, path[-2]))}"] = 1.0
            f["own_depth"] = float(len(path) - 1)
            f["own_metric"] = float(bool(s.metric_span) and head == heads[0])
            return


def leads(index: Index, c: Candidate) -> bool:
    """Whether a mention is in the subject of its sentence's main verb."""
    kept = index.notes.setdefault("leads", {})
    assert isinstance(kept, dict)
    if (c.root, c.sent) not in kept:
        kept[c.root, c.sent] = _is_leading(index, c)
    return bool(kept[c.root, c.sent])


def _is_leading(index: Index, c: Candidate) -> bool:
    tops = index.notes.setdefault("tops", {})
    assert isinstance(tops, dict)
    if c.sent not in tops:
        a, b = index.sents[c.sent]
        roots = [t for t in range(a, b) if index.dep[t] == "ROOT"]
        tops[c.sent] = [x for t in roots[:2] if index.pos[t] in VERBAL for x in subjects(index, t)]
    return any(within(index, c.root, t, 6) is not None or settled(index, c.root) == t for t in tops[c.sent])

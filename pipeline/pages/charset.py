"""Bytes to text: what the bytes say counts for more than what the page declares."""

import codecs
import re
from dataclasses import dataclass, field

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:charset|encoding)\s{0,3}=\s{0,3}["']?\s{0,3}([A-Za-z0-9._:-]{2,30})""", re.IGNORECASE)
# what browsers take for these names
_ALIASES = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "iso-8859-9": "cp1254", "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949", "shift_jis": "cp932", "x-sjis": "cp932", "sjis": "cp932", "tis-620": "cp874", "utf8": "utf-8",
}  # fmt: skip
_MOJIBAKE = re.compile(
    r"â€[™œ\u009d\u0153“”˜¦\u0080-\u009f\"]|Ã[\u0080-\u00bf©¨ª¡¤¶¼±³]|Â[\u00a0-\u00bf]|â\u0080[\u0090-\u00bf]"
)
_UNTEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ue000-\uf8ff]")
_SAMPLE = 200_000
_FEW = 0.002


@dataclass
class Decoded:
    """Text, the charset it was read with, and what was odd."""

    text: str
    charset: str
    warnings: list[str] = field(default_factory=list)


def decode(raw: bytes, declared: str | None = None) -> Decoded:
    """The text of a page or file. Never raises; NUL and lone surrogates are dropped."""
    decoded = _decode(raw, declared)
    text = decoded.text
    if "\0" in text:
        text = text.replace("\0", "")
        decoded.warnings.append("nul_dropped")
    decoded.text = _mended(text, decoded.warnings)
    return decoded


def garbled(text: str) -> bool:
    """More control and replacement characters than any text has: bytes of something else."""
    sample = text[:20_000]
    return len(_UNTEXT.findall(sample)) > 0.03 * len(sample)


def _decode(raw: bytes, declared: str | None) -> Decoded:
    for mark, charset in _BOMS:
        if raw.startswith(mark):
            return Decoded(raw[len(mark) :].decode(charset, "replace"), charset)
    wide = _utf16_without_mark(raw)
    if wide:
        return Decoded(raw.decode(wide, "replace"), wide, ["charset_undeclared"])
    named = _canonical(declared) or _declared(raw)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return _not_utf8(raw, named)
    warnings = [f"charset_declared_wrongly:{named}"] if named not in (None, "utf-8") and not text.isascii() else []
    return Decoded(text, "utf-8", warnings)


def _not_utf8(raw: bytes, named: str | None) -> Decoded:
    lossy = raw.decode("utf-8", "replace")
    bad = lossy.count("\ufffd")
    wide = sum(1 for c in lossy[:_SAMPLE] if c > "\x7f")
    if named in (None, "utf-8") and bad * 5 <= max(wide, 1) and bad <= max(3, _FEW * len(lossy)):
        return Decoded(_mixed(raw), "utf-8", ["charset_mixed"])
    guessed = _guess(raw)
    order = [c for c in (named if named != "utf-8" else None, guessed) if c]
    if guessed and named and guessed != named and guessed in ("gb18030", "big5", "cp949", "cp932", "euc-jp", "utf-8"):
        order.reverse()
    for charset in order:
        text = raw.decode(charset, "replace")
        if text.count("\ufffd") <= _FEW * len(text):
            return Decoded(text, charset, [] if charset == named else [f"charset_guessed:{charset}"])
    return _last_resort(raw, bad)


def _last_resort(raw: bytes, bad: int) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:_SAMPLE], steps=3).best()
    charset = best.encoding if best is not None else "utf-8"
    text = raw.decode(charset, "replace")
    if text.count("\ufffd") > bad:
        charset, text = "utf-8", raw.decode("utf-8", "replace")
    return Decoded(text, charset, [f"charset_guessed:{charset}", "charset_uncertain"])


def _mixed(raw: bytes) -> str:
    """UTF-8 with a few bytes of Windows-1252 in it."""
    pieces, start = [], 0
    while start < len(raw):
        try:
            pieces.append(raw[start:].decode("utf-8"))
            break
        except UnicodeDecodeError as error:
            pieces.append(raw[start : start + error.start].decode("utf-8"))
            pieces.append(raw[start + error.start : start + error.end].decode("cp1252", "replace"))
            start += error.end
            if len(pieces) > 4000:
                pieces.append(raw[start:].decode("utf-8", "replace"))
                break
    return "".join(pieces)


def _utf16_without_mark(raw: bytes) -> str | None:
    """Every other byte is NUL in text of Western letters."""
    sample = raw[:4000]
    if len(sample) < 8 or sample.count(0) * 10 < 3 * len(sample):
        return None
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if odd > 4 * max(even, 1):
        return "utf-16-le"
    return "utf-16-be" if even > 4 * max(odd, 1) else None


def _declared(raw: bytes) -> str | None:
    found = _DECLARED.search(raw[:4096])
    return _canonical(found[1].decode("ascii", "replace")) if found else None


def _canonical(name: str | None) -> str | None:
    if not name:
        return None
    name = name.strip().lower()
    name = _ALIASES.get(name, name)
    try:
        return codecs.lookup(name).name if name not in _ALIASES.values() else name
    except LookupError:
        return None


def _guess(raw: bytes) -> str | None:
    from resiliparse.parse.encoding import detect_encoding

    return _canonical(detect_encoding(raw[:_SAMPLE], html5_compatible=True))


def _mended(text: str, warnings: list[str]) -> str:
    """Text that was decoded wrongly before it came here, mended where ftfy is certain and most of it is so."""
    hits = len(_MOJIBAKE.findall(text[:_SAMPLE]))
    if hits < 3:
        return text
    import ftfy

    fixed = ftfy.fix_encoding(text[:2_000_000]) + text[2_000_000:]
    if len(_MOJIBAKE.findall(fixed[:_SAMPLE])) * 4 > hits:
        return text
    warnings.append("mojibake_mended")
    return fixed

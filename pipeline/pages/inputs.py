"""Any file to articles: the kind comes from the first bytes, the ending is only a hint. Streamed and bounded."""

import gzip
import hashlib
import io
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from pipeline.pages.reject import Reject
from schemas import Article

LARGEST = 20_000_000
"""Bytes of one document after unpacking; of a file of many (JSON lines, WARC, archives) the document counts."""
MOST_UNPACKED = 4_000_000_000
MOST_MEMBERS = 200_000
RATIO = 200
"""Unpacked bytes per packed byte beyond which, and beyond `RATIO_FREE`, a member is called a bomb."""
RATIO_FREE = 5_000_000
NESTED = 3
_HEAD = 4096
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|article|meta|div|p|h1|title|amp-|section|main|span|table)\b", re.IGNORECASE
)
_TEXT_KINDS = frozenset({".txt", ".text", ".md", ".markdown"})
_PAGE_KINDS = frozenset({".html", ".htm", ".xhtml", ".shtml"})


@dataclass(frozen=True)
class Source:
    """Where a document lies: the path to write down, and how deep in archives it is."""

    name: str
    depth: int = 0

    def member(self, name: str) -> "Source":
        """A document inside this one."""
        return Source(f"{self.name}!{name}", self.depth + 1)


def read_articles(path: Path, *, name: str | None = None) -> Iterator[Article | Reject]:
    """All articles of a file, and a reject for each document that is none. Never raises for what a file holds."""
    source = Source(name or str(path))
    try:
        with path.open("rb") as stream:
            yield from read_stream(stream, source)
    except OSError as error:
        yield Reject(source.name, "unreadable", error.strerror or type(error).__name__)


def read_stream(stream: IO[bytes], source: Source) -> Iterator[Article | Reject]:
    """Articles of one open (seekable) file; where there is none, at least one reject."""
    silent = True
    for found in _read(stream, source):
        silent = False
        yield found
    if silent:
        yield Reject(source.name, "empty", "nothing in it to read")


def _read(stream: IO[bytes], source: Source) -> Iterator[Article | Reject]:
    head = stream.read(_HEAD)
    stream.seek(0)
    suffix = PurePosixPath(source.name.lower()).suffix
    try:
        if not head:
            yield Reject(source.name, "empty", "no bytes")
        elif source.depth > NESTED:
            yield Reject(source.name, "bomb", "archives nested too deeply")
        elif head[:2] == b"\x1f\x8b":
            yield from _gzip(stream, source)
        elif head[:4] == b"PK\x03\x04":
            yield from _zip(stream, source)
        elif head[257:262] == b"ustar":
            yield from _tar(stream, source)
        elif head[:5] == b"WARC/":
            yield from _warc(stream, source)
        elif suffix in (".jsonl", ".ndjson", ".jl"):
            from pipeline.pages.records import json_lines

            yield from json_lines(stream, source.name)
        else:
            yield from _document(stream, source)
    except (
        OSError,
        EOFError,
        zlib.error,
        zipfile.BadZipFile,
        tarfile.TarError,
        RuntimeError,
        NotImplementedError,
    ) as error:
        yield Reject(source.name, "truncated" if _is_cut(error) else "unreadable", _said(error))


def _is_cut(error: Exception) -> bool:
    return isinstance(error, EOFError) or "truncat" in str(error).lower() or "end-of-stream" in str(error).lower()


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {str(error)[:200]}"


def _document(stream: IO[bytes], source: Source) -> Iterator[Article | Reject]:
    raw = stream.read(LARGEST + 1)
    if len(raw) > LARGEST:
        yield Reject(source.name, "too_large", f"more than {LARGEST} bytes")
    else:
        yield from read_bytes(raw, source)


def read_bytes(raw: bytes, source: Source) -> Iterator[Article | Reject]:
    """Articles of one unpacked document."""
    suffix = PurePosixPath(source.name.lower().removesuffix(".gz")).suffix
    start = raw[:_HEAD].lstrip(b"\xef\xbb\xbf\x00 \t\r\n\xff\xfe")
    if suffix in _TEXT_KINDS and not start.lower().startswith((b"<!doctype html", b"<html")):
        yield _text_article(raw, source, markdown=suffix in (".md", ".markdown"))
    elif suffix in (".mhtml", ".mht", ".eml") or _is_mime(start):
        from pipeline.pages.mhtml import mhtml_article

        yield mhtml_article(raw, source.name)
    elif start[:1] in (b"{", b"[") and suffix not in _PAGE_KINDS:
        from pipeline.pages.records import json_document

        yield from json_document(raw, source.name)
    elif _is_feed(start):
        from pipeline.pages.feeds import feed_articles

        yield from feed_articles(raw, source.name)
    elif suffix in _PAGE_KINDS or _HTML.search(raw[: 10 * _HEAD].replace(b"\0", b"")):
        yield _page(raw, source)
    elif _is_binary(raw):
        yield Reject(source.name, "not_an_article", "neither text nor a known kind of file")
    else:
        yield _text_article(raw, source)


def _is_mime(start: bytes) -> bool:
    head = start[:2000].lower()
    return (
        head.startswith((b"from:", b"mime-version:", b"subject:", b"date:", b"snapshot-content-location:"))
        and b"mime-version:" in head
    )


def _is_feed(start: bytes) -> bool:
    head = start[:3000].lower()
    return head.startswith((b"<?xml", b"<rss", b"<feed", b"<rdf")) and any(
        mark in head for mark in (b"<rss", b"<feed", b"<rdf:rdf")
    )


def _is_binary(raw: bytes) -> bool:
    sample = raw[:_HEAD]
    odd = sum(byte < 9 or 13 < byte < 32 for byte in sample)
    return (
        odd > 0.1 * len(sample) and sample[:2] not in (b"\xff\xfe", b"\xfe\xff") and sample.count(0) * 3 < len(sample)
    )


def _page(raw: bytes, source: Source) -> Article | Reject:
    from pipeline.pages.page import html_article

    return html_article(raw, source_path=source.name)


def _text_article(raw: bytes, source: Source, *, markdown: bool = False) -> Article | Reject:
    from pipeline.pages.charset import decode, garbled
    from pipeline.pages.plain import article_from_text

    decoded = decode(raw)
    if not decoded.text.strip():
        return Reject(source.name, "empty", "no text")
    if garbled(decoded.text):
        return Reject(source.name, "unreadable", "bytes that are no text")
    key = hashlib.sha256(source.name.encode("utf-8", "replace")).hexdigest()[:16]
    if markdown:
        from pipeline.pages.markdown import markdown_article

        article = markdown_article(decoded.text, article_id=key)
    else:
        article = article_from_text(decoded.text.replace("\r\n", "\n").replace("\r", "\n"), article_id=key)
    return article.model_copy(
        update={"source_path": source.name, "warnings": sorted({*article.warnings, *decoded.warnings})}
    )


def _gzip(stream: IO[bytes], source: Source) -> Iterator[Article | Reject]:
    inner = Source(source.name, source.depth + 1)
    with gzip.GzipFile(fileobj=stream) as unpacked:
        head = unpacked.read(_HEAD)
    stream.seek(0)
    if head[:5] == b"WARC/":
        yield from _warc(stream, inner)
    elif head[257:262] == b"ustar":
        yield from _tar(stream, inner)
    elif PurePosixPath(source.name.lower().removesuffix(".gz")).suffix in (".jsonl", ".ndjson", ".jl"):
        from pipeline.pages.records import json_lines

        with gzip.GzipFile(fileobj=stream) as unpacked:
            yield from json_lines(cast(IO[bytes], unpacked), source.name)
    else:
        with gzip.GzipFile(fileobj=stream) as unpacked:
            raw = unpacked.read(LARGEST + 1)
        if len(raw) > LARGEST:
            yield Reject(source.name, "bomb", f"unpacks to more than {LARGEST} bytes")
        elif raw[:2] == b"\x1f\x8b" or raw[:4] == b"PK\x03\x04":
            yield from read_stream(io.BytesIO(raw), inner)
        else:
            yield from read_bytes(raw, Source(source.name, source.depth))


def _zip(stream: IO[bytes], source: Source) -> Iterator[Article | Reject]:
    unpacked = 0
    with zipfile.ZipFile(stream) as archive:
        members = sorted((m for m in archive.infolist() if not m.is_dir()), key=lambda m: m.filename)
        if len(members) > MOST_MEMBERS:
            yield Reject(source.name, "bomb", f"{len(members)} members")
            return
        for member in members:
            inner = source.member(member.filename)
            trouble = _unsafe(member.filename) or _zip_trouble(member)
            if trouble:
                yield Reject(inner.name, *trouble)
                continue
            if _is_hidden(member.filename):
                continue
            try:
                with archive.open(member) as opened:
                    raw = opened.read(LARGEST + 1)
            except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError) as error:
                yield Reject(inner.name, "unreadable", _said(error))
                continue
            unpacked += len(raw)
            if unpacked > MOST_UNPACKED:
                yield Reject(inner.name, "bomb", "the archive unpacks to too much")
                return
            yield from _member(raw, inner)


def _zip_trouble(member: zipfile.ZipInfo) -> tuple[str, str] | None:
    if (member.external_attr >> 16) & 0o170000 == 0o120000:
        return "symlink", "a link inside an archive is not followed"
    if member.flag_bits & 1:
        return "unreadable", "encrypted"
    if member.file_size > RATIO_FREE and member.file_size > RATIO * max(member.compress_size, 1):
        return "bomb", f"{member.compress_size} bytes unpack to {member.file_size}"
    return None


def _unsafe(name: str) -> tuple[str, str] | None:
    """A member whose path leaves the archive: nothing is ever written, but nobody honest names files so."""
    parts = re.split(r"[/\\]", name)
    if name.startswith(("/", "\\")) or ".." in parts or "\0" in name or re.match(r"[A-Za-z]:", name):
        return "unsafe_path", "the member's path leads out of the archive"
    return None


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in name.split("/"))


def _member(raw: bytes, inner: Source) -> Iterator[Article | Reject]:
    if len(raw) > LARGEST:
        yield Reject(inner.name, "too_large", f"more than {LARGEST} bytes")
    elif not raw:
        yield Reject(inner.name, "empty", "no bytes")
    else:
        yield from read_stream(io.BytesIO(raw), inner)


def _tar(stream: IO[bytes], source: Source) -> Iterator[Article | Reject]:
    unpacked = 0
    with tarfile.open(fileobj=_Bounded(stream), mode="r|*") as archive:
        for number, member in enumerate(archive):
            inner = source.member(member.name)
            if number > MOST_MEMBERS or unpacked > MOST_UNPACKED:
                yield Reject(inner.name, "bomb", "the archive holds too much")
                return
            trouble = _unsafe(member.name)
            if member.isdir() or (not trouble and _is_hidden(member.name)):
                continue
            if trouble or not member.isfile():
                yield Reject(
                    inner.name, *(trouble or ("symlink", "a link or device inside an archive is not followed"))
                )
                continue
            opened = archive.extractfile(member)
            raw = opened.read(LARGEST + 1) if opened else b""
            unpacked += member.size
            yield from _member(raw, inner)


class _Bounded(io.RawIOBase):
    """A stream that tarfile may read but not seek."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes, never the whole at once."""
        return self._stream.read(size if 0 <= size <= 1 << 20 else 1 << 20)


def _warc(stream: IO[bytes], source: Source) -> Iterator[Article | Reject]:
    from pipeline.pages.page import html_article

    from fastwarc.warc import ArchiveIterator, WarcRecordType  # isort: skip

    found = False
    for number, record in enumerate(ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True), 1):
        url = record.headers.get("WARC-Target-URI")
        name = f"{source.name}!{url or number}"
        kind = (record.http_content_type or "").lower()
        if kind and "html" not in kind and "text/plain" not in kind:
            continue
        found = True
        raw = record.reader.read(LARGEST + 1)
        if len(raw) > LARGEST:
            yield Reject(name, "too_large", f"more than {LARGEST} bytes")
        elif not raw:
            yield Reject(name, "empty", "no bytes")
        else:
            yield html_article(raw, source_path=name, url=url, charset=record.http_charset)
    if not found:
        yield Reject(source.name, "not_an_article", "a WARC file without an HTML response")

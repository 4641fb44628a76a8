"""The parts of a Word file: whatever Word calls it (.docx, .docm, .dotx, strict), bounded, without entities."""

import io
import posixpath
import re
import zipfile
from itertools import islice
from typing import Any

from pipeline.circular.markup import NAMESPACE
from pipeline.findings import PipelineError

Element = Any

_MOST = 64_000_000  # bytes of one part
_MOST_TAGS = 3_000_000  # of one part: some hundred megabytes of memory
_MOST_PARAGRAPHS = 200_000
_MOST_SECTIONS = 2_000
_MOST_MEMBERS = 10_000
_STRICT = {  # what the strict form calls the same things
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MEND = "请用 Word 或 WPS 打开，另存为 .docx 后再核验。"


class WordPackage:
    """An opened Word file: its body, and the parts that its main part refers to.

    What is none, is damaged, locked or immense, is a :class:`PipelineError` of one sentence.
    """

    def __init__(self, data: bytes) -> None:
        if data.startswith(b"\xd0\xcf\x11\xe0"):
            raise PipelineError(_of_the_old_kind(data))
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            self._members = {each.filename.lstrip("/").casefold(): each for each in self._zip.infolist()}
            main = next((path for kind, path in self._relations("").values() if kind == "officeDocument"), "")
            document = self._part(main)
        except PipelineError:
            raise
        except Exception as fault:  # a damaged package fails in as many ways as there are bytes in it
            raise _refused() from fault
        body = None if document is None else document.find(f"{{{NAMESPACE}}}body")
        if body is None or len(self._members) > _MOST_MEMBERS:
            raise _refused()
        if _exceeds(body, "p", _MOST_PARAGRAPHS) or _exceeds(body, "sectPr", _MOST_SECTIONS):
            raise PipelineError(f"这份文件的段落或者节过多，不核验。{_MEND}")
        self.body: Element = body
        self._related = self._tolerant(main)
        self._seen: dict[str, Element | None] = {}

    def part(self, kind: str) -> Element | None:
        """The part of a kind (``styles``, ``settings``, ``theme``, ``numbering``), ``None`` where there is none."""
        return self._read(next((path for found, path in self._related.values() if found == kind), ""))

    def related(self, identity: str) -> Element | None:
        """The part that the main part refers to by an id."""
        return self._read(self._related.get(identity, ("", ""))[1])

    def _read(self, path: str) -> Element | None:
        """A part beside the main one, read once: damage there leaves it out, and Word would open the rest as well."""
        if path not in self._seen:
            try:
                self._seen[path] = self._part(path)
            except PipelineError:
                raise
            except Exception:  # as above
                self._seen[path] = None
        return self._seen[path]

    def _tolerant(self, main: str) -> dict[str, tuple[str, str]]:
        try:
            return self._relations(main)
        except PipelineError:
            raise
        except Exception:  # as above
            return {}

    def _part(self, path: str) -> Element | None:
        from lxml import etree

        member = self._members.get(path.casefold())
        if member is None:
            return None
        with self._zip.open(member) as stream:
            content = stream.read(_MOST + 1)
        if len(content) > _MOST or content.count(b"<") > _MOST_TAGS:
            raise PipelineError(
                f"这份文件解开后过大（超过 {_MOST // 1_000_000} 兆字节，或者段落、表格过多），不核验。{_MEND}"
            )
        if b"<!DOCTYPE" in content[:4096]:
            raise _refused()
        for strict, usual in _STRICT.items():
            content = content.replace(strict, usual)
        return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part, or the package itself, refers to: id → (last word of the type, path of the target)."""
        folder, name = posixpath.split(part)
        content = self._part(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for each in () if content is None else content.iter(_RELATIONSHIP):
            if each.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))
                found[each.get("Id", "")] = (each.get("Type", "").rpartition("/")[2], target.lstrip("/"))
        return found


def _exceeds(body: Element, name: str, most: int) -> bool:
    return next(islice(body.iter(f"{{{NAMESPACE}}}{name}"), most, None), None) is not None


def _refused() -> PipelineError:
    return PipelineError(f"这份文件不是能读的 Word 文件（.docx）。{_MEND}")


def _of_the_old_kind(data: bytes) -> str:
    if re.search("EncryptedPackage".encode("utf-16-le"), data):
        return f"这份文件加了打开密码。请去掉密码，{_MEND.removeprefix('请')}"
    return f"这份文件是旧版 .doc 或 .wps 格式，改名不能变成 .docx。{_MEND}"

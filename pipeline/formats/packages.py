"""Zip packages (.docx, .xlsx) with the same bytes for the same content."""

import io
import zipfile

_EPOCH = (1980, 1, 1, 0, 0, 0)


def repacked(data: bytes, replacements: dict[str, bytes] | None = None) -> bytes:
    """The same package with every member's time fixed, in its own order, some members' content replaced.

    Libraries stamp members with the clock; two runs of a month must give the same bytes.
    """
    replacements = replacements or {}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, _EPOCH)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0
            member.external_attr = 0
            new.writestr(member, replacements.get(name, old.read(name)))
    return out.getvalue()

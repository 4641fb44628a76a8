"""A month in another layout than that of the settings."""

from pathlib import Path

import docx
import pytest

from pipeline.monthly import conduct
from tests.e2e.conftest import TODAY, workspace_at


@pytest.mark.parametrize(
    ("layout", "first"),
    [("bulletin", "督查通报"), ("letter", "重庆市永川区发展和改革委员会"), ("", "重庆市永川区发展和改革委员会文件")],
)
def test_a_run_may_ask_for_another_layout(layout: str, first: str, tmp_path: Path) -> None:
    """It goes before the settings for this run; without one, the settings' own holds. The proof finds nothing off."""
    done = conduct(workspace_at(tmp_path), "2023-05", today=TODAY, layout=layout)
    assert done.outputs.circular
    paper = docx.Document(str(done.folder / done.outputs.circular))
    assert paper.paragraphs[0].text == first
    assert '"error": 0' in (done.folder / "版式核验.json").read_text("utf-8")

"""总览.html in a real browser: quiet, without network, filtered, narrow, printed; skipped where there is none."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.delivery.overview import overview
from pipeline.settings import Settings
from tests import browser
from tests.unit.months import may
from tests.unit.test_overview import TEMPLATE, hostile, shown

CHROMIUM = browser.program()
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="没有安装 chromium，不看网页")

LISTED = "[...document.querySelectorAll('%s')].filter((each) => each.offsetParent).length"
CHOOSE = """(() => {
  const select = document.querySelector('form[data-items="%s"] select[name="%s"]');
  select.value = '%s';
  select.dispatchEvent(new Event('change', {bubbles: true}));
})()"""
LONG = "某某区某某特别长名称的管理委员会办公室ABCDEFGHIJKLMNOPQRSTUVWXYZ" * 4


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Page]:
    with browser.running(str(CHROMIUM), tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The month's page, a hostile month's, and one with a very long name."""
    made = tmp_path_factory.mktemp("pages")
    (made / "o.html").write_bytes(shown(may()))
    (made / "hostile.html").write_bytes(shown(hostile()))
    month = may()
    long = replace(month, units=(replace(month.units[0], name=LONG), *month.units[1:]))
    finding = replace(month.findings[0], message=LONG, unit=LONG)
    (made / "long.html").write_bytes(shown(replace(long, findings=(finding,))))
    return made


@pytest.mark.parametrize("name", ["o.html", "hostile.html", "long.html"])
@pytest.mark.parametrize("width", [1280, 390, 320])
def test_it_is_quiet_and_fits(chromium: browser.Page, folder: Path, name: str, width: int) -> None:
    """No message, no error, no request but for itself, and nothing to scroll sideways, on a screen and a telephone."""
    chromium.open(folder / name, width)
    assert chromium.value("document.documentElement.scrollWidth") <= width
    assert chromium.complaints() == []
    assert {address.split("#")[0] for address in chromium.requests()} == {(folder / name).as_uri()}


def test_hostile_words_are_shown_as_words(chromium: browser.Page, folder: Path) -> None:
    """The browser sees the name as text, and no element or handler of it."""
    chromium.open(folder / "hostile.html", 1280)
    seen = chromium.value("document.querySelector('h4').textContent")
    assert seen.startswith("<script>alert(1)</script>")
    assert chromium.value("document.querySelectorAll('img').length") == 0
    assert chromium.value("document.querySelectorAll('script').length") == 1


def test_a_script_that_is_not_its_own_does_not_run(chromium: browser.Page, folder: Path) -> None:
    """The policy stops a script and a style that were put into the file after it was made."""
    bad = (
        (folder / "o.html")
        .read_text("utf-8")
        .replace("<main>", "<script>document.title = 'x'</script><style>h1 { display: none }</style><main>")
    )
    (folder / "put.html").write_text(bad, "utf-8")
    chromium.open(folder / "put.html", 1280)
    assert chromium.value("document.title").endswith("总览")
    assert chromium.value("getComputedStyle(document.querySelector('h1')).display") == "block"
    assert len(chromium.complaints()) == 2


def test_the_filters_filter(chromium: browser.Page, folder: Path) -> None:
    """By unit, by status, by severity, together and back; the count is told."""
    chromium.open(folder / "o.html", 1280)
    assert chromium.value(LISTED % ".indicator") == 14
    assert chromium.value(LISTED % ".finding") == 6
    chromium.value(CHOOSE % (".indicator", "unit", "区城市管理局"))
    assert chromium.value(LISTED % ".indicator") == 3
    assert chromium.value(LISTED % ".project") == 1
    chromium.value(CHOOSE % (".indicator", "status", "已完成"))
    assert chromium.value(LISTED % ".indicator") == 1
    assert chromium.value("document.querySelector('output').value") == "列出 1 条，共 14 条"
    chromium.value(CHOOSE % (".indicator", "unit", ""))
    chromium.value(CHOOSE % (".indicator", "status", ""))
    assert chromium.value(LISTED % ".indicator") == 14
    chromium.value(CHOOSE % (".finding", "severity", "退回"))
    assert chromium.value(LISTED % ".finding") == 2
    chromium.value(CHOOSE % (".finding", "unit", "区交通局"))
    assert chromium.value(LISTED % ".finding") == 1


def test_an_address_presets_the_filters(chromium: browser.Page, folder: Path) -> None:
    """#unit=… lists one unit's indicators and findings, when opened so and when a unit's name is clicked."""
    chromium.open(folder / "o.html", 1280, hash_="#unit=%E5%8C%BA%E4%BA%A4%E9%80%9A%E5%B1%80")
    assert (chromium.value(LISTED % ".indicator"), chromium.value(LISTED % ".finding")) == (1, 1)
    chromium.value("document.querySelector('a[href^=\"#unit=\"]').click()")
    chromium.value("new Promise((done) => setTimeout(done, 50))")
    assert chromium.value("document.querySelector('.indicator:not([hidden])').dataset.unit") == "区住房城乡建委"
    chromium.open(folder / "hostile.html", 1280)
    chromium.value("document.querySelector('a[href^=\"#unit=\"]').click()")
    chromium.value("new Promise((done) => setTimeout(done, 50))")
    assert chromium.value(LISTED % ".indicator") == 1
    assert chromium.complaints() == []


def test_a_cell_leads_to_its_indicator_even_when_filtered(chromium: browser.Page, folder: Path) -> None:
    """A square of the matrix opens its row, also one that a filter has put away."""
    chromium.open(folder / "o.html", 1280, hash_="#unit=%E5%8C%BA%E4%BA%A4%E9%80%9A%E5%B1%80")
    chromium.value("document.querySelector('a[href=\"#i-3-5-1\"]').click()")
    chromium.value("new Promise((done) => setTimeout(done, 50))")
    assert chromium.value("document.getElementById('i-3-5-1').offsetParent !== null")


def test_without_script_everything_is_listed(chromium: browser.Page, folder: Path) -> None:
    """No filter is offered then, and nothing is hidden."""
    chromium.open(folder / "o.html", 1280, scripts=False)
    chromium.ask("Emulation.setScriptExecutionDisabled", value=False)
    assert chromium.value(LISTED % ".indicator") == 14
    assert chromium.value(LISTED % ".finding") == 6
    assert chromium.value(LISTED % "form") == 0
    assert "点单位名称" not in chromium.value("document.body.innerText")


def test_the_source_shows_on_the_keyboard(chromium: browser.Page, folder: Path) -> None:
    """Tab reaches every indicator's figures in turn; where each comes from appears beside them, within the window."""
    chromium.open(folder / "o.html", 390)
    chromium.value('document.querySelector(\'form[data-items=".indicator"] select[name="status"]\').focus()')
    chromium.key("Tab")
    told = chromium.value(
        """(() => {
          const source = document.getElementById(document.activeElement.getAttribute('aria-describedby'));
          const box = source.getBoundingClientRect();
          const lines = [...source.children].map((each) => each.textContent);
          return [lines, getComputedStyle(source).display, box.left >= 0 && box.right <= innerWidth];
        })()"""
    )
    assert told[0][0] == "出处：区住房城乡建委.xlsx › 进展表 › G5，填写“34”。"
    assert [line.split("：")[0] for line in told[0][1:]] == ["目标", "完成率", "序时进度", "比序时进度", "累计滞后"]
    assert told[1:] == ["block", True]
    figures = "document.querySelectorAll('.figures[tabindex=\"0\"]').length"
    assert chromium.value(figures) == 14


def test_words_stand_out_from_their_ground(chromium: browser.Page, folder: Path) -> None:
    """Every text has a contrast of at least 4.5 to 1 against what lies behind it."""
    chromium.open(folder / "o.html", 1280)
    low = chromium.value(
        r"""(() => {
          const channels = (colour) => (colour.match(/[\d.]+/g) || []).map(Number);
          const light = (colour) => {
            const linear = (c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
            const [r, g, b] = channels(colour).map(linear);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const ground = (each) => {
            for (; each; each = each.parentElement) {
              const colour = getComputedStyle(each).backgroundColor;
              if (channels(colour)[3] !== 0) return colour;
            }
            return 'rgb(255, 255, 255)';
          };
          const texts = [...document.querySelectorAll('body *:not(script):not(style)')].filter((each) =>
            each.offsetParent && [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()));
          return [...new Set(texts.filter((each) => {
            const [a, b] = [light(getComputedStyle(each).color), light(ground(each))].sort((x, y) => y - x);
            return (a + 0.05) / (b + 0.05) < 4.5;
          }).map((each) => each.className || each.tagName))];
        })()"""
    )
    assert low == []


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="没有安装 poppler-utils，不看打印的页面")
def test_it_prints_on_a4(chromium: browser.Page, folder: Path, tmp_path: Path) -> None:
    """A4 pages; everything is on them once, nothing sticks out; filters and hovering sources are left out."""
    chromium.open(folder / "o.html", 1280)
    printed = tmp_path / "o.pdf"
    printed.write_bytes(chromium.printed())
    facts = subprocess.run(["pdfinfo", str(printed)], check=True, capture_output=True, text=True).stdout
    assert re.search(r"Page size:\s+59\d\.\d+ x 84\d\.\d+ pts \(A4\)", facts)
    boxes = subprocess.run(
        ["pdftotext", "-bbox", str(printed), "-"], check=True, capture_output=True, text=True, encoding="utf-8"
    ).stdout
    assert all(30 < float(edge) < 565 for edge in re.findall(r'xMax="([\d.]+)"', boxes))
    pages = subprocess.run(
        ["pdftotext", "-layout", str(printed), "-"], check=True, capture_output=True, text=True, encoding="utf-8"
    ).stdout.split("\f")
    whole = "".join(pages)
    for each in may().assessments:
        assert sum(each.id in re.findall(r"\d+-\d+-\d+", text) for text in pages) == 1
    assert "出处：" not in whole
    assert "责任单位 全部" not in whole
    names = [p for p, text in enumerate(pages) if "老旧小区改造" in text and "累计 34个" in text]
    assert len(names) == 1


def test_a_first_month_opens_as_quietly(chromium: browser.Page, folder: Path) -> None:
    """A page without any history or findings."""
    (folder / "bare.html").write_bytes(overview(replace(may(), findings=()), (), Settings(), TEMPLATE))
    chromium.open(folder / "bare.html", 390)
    assert chromium.complaints() == []
    assert chromium.value("document.documentElement.scrollWidth") <= 390

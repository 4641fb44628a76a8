"""Theme fonts (主题字体): which font a run really gets that names none but the theme's."""

from typing import Any

from pipeline.circular.markup import NAMESPACE
from pipeline.circular.proofing.paper import Properties

Element = Any

_W = f"{{{NAMESPACE}}}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SCRIPTS = {"zh-CN": "Hans", "zh-SG": "Hans", "zh-TW": "Hant", "zh-HK": "Hant", "ja-JP": "Jpan", "ko-KR": "Hang"}
_NAMED = {"eastAsiaTheme": "eastAsia", "asciiTheme": "ascii", "hAnsiTheme": "hAnsi", "cstheme": "cs"}


def theme_fonts(theme: Element | None, settings: Element | None) -> dict[str, str]:
    """The theme's fonts by the names that runs use: ``minorEastAsia`` → 等线, as the document's language chooses."""
    language = None if settings is None else settings.find(f"{_W}themeFontLang")
    script = _SCRIPTS.get("" if language is None else language.get(f"{_W}eastAsia", ""), "Hans")
    found: dict[str, str] = {}
    for kind in ("major", "minor"):
        fonts = None if theme is None else theme.find(f".//{_A}{kind}Font")
        if fonts is None:
            continue
        by_script = {each.get("script"): each.get("typeface", "") for each in fonts.findall(f"{_A}font")}
        latin, east_asian = (_typeface(fonts, name) for name in ("latin", "ea"))
        found |= {f"{kind}EastAsia": east_asian or by_script.get(script, "")}
        found |= {f"{kind}Ascii": latin, f"{kind}HAnsi": latin}
    return found


def with_theme(properties: Properties, theme: dict[str, str]) -> Properties:
    """A run's properties with the theme's fonts in place of the names that they win over."""
    fonts = properties.get("rFonts", {})
    won = {
        _NAMED[attribute]: theme[name] for attribute, name in fonts.items() if attribute in _NAMED and theme.get(name)
    }
    return properties | {"rFonts": fonts | won} if won else properties


def _typeface(fonts: Element, name: str) -> str:
    found = fonts.find(f"{_A}{name}")
    return "" if found is None else str(found.get("typeface", ""))

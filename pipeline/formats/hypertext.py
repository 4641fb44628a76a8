"""The door of HTML (网页): a page's template with facts put in, each of them as text and never as markup.

Whatever units sent is escaped, and what would turn a line around or cannot be seen is left out. The page may run only
the style and the script that its template writes: their hashes make its Content-Security-Policy.
"""

import hashlib
import re
from base64 import b64encode
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from pipeline.findings import PipelineError

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import SandboxedEnvironment

POLICY = "policy"
"""The name under which a template finds its Content-Security-Policy."""

_INLINE = re.compile(r"<(style|script)>(.*?)</\1>", re.DOTALL)
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef"
    "\ufffe\uffff\ud800-\udfff]"
)


def page(source: str, facts: Mapping[str, object], *, name: str) -> bytes:
    """The page that a template makes of its facts, in UTF-8: the same facts give the same bytes.

    :class:`PipelineError` names the template where it is wrong or names what is not there.
    """
    from jinja2 import TemplateSyntaxError

    source = source.replace("\r\n", "\n")
    try:
        return _template(source).render(facts, **{POLICY: policy(source)}).encode()
    except TemplateSyntaxError as fault:
        raise PipelineError(f"模板 {name} 第 {fault.lineno} 行的标签写得不对，请对照自带的模板检查。") from fault
    except Exception as fault:  # whatever a template can do wrong
        raise PipelineError(f"模板 {name} 里有程序给不出的内容（{fault}），请对照自带的模板检查。") from fault


def load(source: str) -> None:
    """Make a template ready ahead of its page; what is wrong with it is told when the page is made."""
    from jinja2 import TemplateSyntaxError

    with suppress(TemplateSyntaxError):
        _template(source.replace("\r\n", "\n"))


def seen(text: str) -> str:
    """A text without what nobody sees or what turns a line around."""
    return _UNSEEN.sub("", text)


def _address(text: str) -> str:
    """A text as a part of an address."""
    return quote(seen(text), safe="")


def policy(source: str) -> str:
    """What a page of this template may do: show itself in its own style and run its own script; nothing else."""
    hashes: dict[str, list[str]] = {"style": [], "script": []}
    for tag, text in _INLINE.findall(source):
        hashes[tag].append(f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'")
    allowed = [f"{tag}-src {' '.join(found)}" for tag, found in hashes.items() if found]
    return "; ".join(("default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"))


@cache
def _template(source: str) -> "Template":
    return _environment().from_string(source)


@cache
def _environment() -> "SandboxedEnvironment":
    from jinja2 import StrictUndefined, Undefined
    from jinja2.runtime import LoopContext
    from jinja2.sandbox import ImmutableSandboxedEnvironment
    from markupsafe import Markup

    class Page(ImmutableSandboxedEnvironment):
        """What a page's template may look at: the fields of the facts that it was given, and its place in a loop."""

        def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:  # noqa: ARG002  (Jinja2's signature)
            return not attr.startswith("_") and (hasattr(obj, "__dataclass_fields__") or isinstance(obj, LoopContext))

    def printed(value: object) -> object:
        """What one ``{{ … }}`` prints: seen characters and whole numbers; a missing value is a fault, not a word."""
        if type(value) is str:
            return seen(value)
        if type(value) is int or isinstance(value, Markup | Undefined):  # a macro's own; what raises when printed
            return value
        raise TypeError(f"“{value}”不是文字")

    environment = Page(
        undefined=StrictUndefined,
        finalize=printed,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        optimized=False,  # there is nothing to fold, and looking for it takes as long as the page
    )
    environment.filters = {"length": len, "address": _address}
    environment.globals = {}
    return environment

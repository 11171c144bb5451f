"""The small, safe part of Markdown that questions use, as HTML; nothing is loaded and nothing runs.

Raw HTML is shown as text, pictures become their words, links are plain web addresses.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache


@cache
def _renderer() -> Callable[[str], str]:
    import mistune

    class Quiet(mistune.HTMLRenderer):
        def image(self, text: str, url: str, title: str | None = None) -> str:
            return text

        def link(self, text: str, url: str, title: str | None = None) -> str:
            if not url.lower().startswith(("https://", "http://")):
                return text
            return f'<a href="{mistune.escape(url)}" target="_blank" rel="noopener noreferrer">{text}</a>'

    render = mistune.create_markdown(renderer=Quiet(escape=True), plugins=["table"])
    return lambda text: str(render(text)).strip()


def to_html(text: str) -> str:
    """`text` as HTML blocks.

    >>> to_html("Use **D4s_v5** <b>now</b>")
    '<p>Use <strong>D4s_v5</strong> &lt;b&gt;now&lt;/b&gt;</p>'
    """
    return _renderer()(text)


def to_inline_html(text: str) -> str:
    """`text` as HTML that fits into a line; only a single paragraph loses its paragraph tags.

    >>> to_inline_html("a `d`")
    'a <code>d</code>'
    """
    html = to_html(text)
    inner = html.removeprefix("<p>").removesuffix("</p>")
    return inner if html == f"<p>{inner}</p>" and "<p>" not in inner else html


def one_line(text: str) -> str:
    """`text` with every run of white space as one space."""
    return " ".join(text.split())


def literal(text: str) -> str:
    """`text`, typed by a person, as Markdown that shows exactly that.

    >>> literal("<b>*x*</b>")
    '&lt;b&gt;\\\\*x\\\\*&lt;/b&gt;'
    """
    shown = one_line(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return "".join(f"\\{ch}" if ch in "\\`*_[]|#!" else ch for ch in shown)

"""What a notebook shows for a drawing: words, mermaid and SVG; JupyterLab picks mermaid, HTML export the SVG."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from azstudy.errors import AzstudyError
from azstudy.topology import mermaid, svg, text
from azstudy.topology.graph import Topology

PLAIN: Final = "text/plain"
MERMAID: Final = "text/vnd.mermaid"
SVG: Final = "image/svg+xml"


def mimebundle(
    topology: Topology, *, include: Collection[str] | None = None, exclude: Collection[str] | None = None
) -> dict[str, str]:
    """The forms of a drawing by mime type, equal nodes folded.

    Where mermaid would be too large it is left out, and words and SVG say so. Without a Graphviz
    program the SVG is left out.
    """

    def wanted(kind: str) -> bool:
        return (not include or kind in include) and not (exclude and kind in exclude)

    view = topology.folded()
    chart = mermaid.render(view)
    reason = mermaid.too_large(chart, view)
    note = f"Drawn as SVG: {reason}" if reason else ""
    bundle = {PLAIN: "\n".join(filter(None, (note, text.render(view))))}
    if wanted(MERMAID) and not reason:
        bundle[MERMAID] = chart
    if wanted(SVG):
        try:
            bundle[SVG] = svg.render(view, note=note)
        except AzstudyError as problem:
            # mermaid and words still show the drawing; only where neither does, the problem is worth a word
            if reason:
                bundle[PLAIN] += f"\n(No SVG: {problem})"
    return bundle

"""Drawings of Azure compute: as mermaid text, as SVG and as plain words.

`_engine` is the only module that knows where a Graphviz program is.
"""

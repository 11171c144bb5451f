"""Drawings of Azure compute: as mermaid text, as SVG and as plain words.

A `Topology` is nodes, edges and nested groups; it draws itself in a notebook. The four concept maps are data
(`concept_map`), and every noun has a graph of its own that fills the same branches (`topology_of`).
`_engine` is the only module that knows where a Graphviz program is.
"""

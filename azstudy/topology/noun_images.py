"""Graphs of the gallery and of an image definition."""

from __future__ import annotations

from collections.abc import Iterable

from azstudy.model.gallery import ApplicationVersion, Gallery, GalleryApplication, ImageDefinition, ImageVersion
from azstudy.topology.concepts_care import GALLERY
from azstudy.topology.filling import NONE, NOT_SAID, Fill, facts_of, fill
from azstudy.topology.graph import Edge, Node, Topology
from azstudy.topology.nouns import graph_of


@graph_of.register
def _gallery(gallery: Gallery) -> Topology:
    definitions, applications = gallery.definitions, gallery.applications
    versions = [version for definition in definitions for version in definition.versions]
    nodes, edges = [], []
    for whole, part in _contents(gallery.name, definitions, applications):
        nodes.append(part)
        edges.append(Edge(source=whole, target=part.id))
    packages = [version for application in applications for version in application.versions]
    return fill(
        GALLERY,
        gallery.name,
        {
            "image-definitions": Fill(f"{len(definitions)}" if definitions else NONE),
            "os-type": Fill(_each(definition.os for definition in definitions) or NONE),
            "publisher": Fill(_each(d.publisher or NOT_SAID for d in definitions) or NONE),
            "image-versions": Fill(f"{len(versions)}" if versions else NONE),
            "replication": Fill(_each(t.region for v in versions for t in v.target_regions) or NONE),
            "versioning": Fill(_latest(definitions)),
            "applications": Fill(f"{len(applications)}" if applications else NONE),
            "application-versions": Fill(f"{len(packages)}" if packages else NONE),
        },
        facts=facts_of(gallery, "region", "sharing"),
        nodes=nodes,
        edges=edges,
    )


@graph_of.register
def _definition(definition: ImageDefinition) -> Topology:
    root = definition_node(definition, definition.name, kind="root")
    versions = [version_node(version, f"{root.id}/{version.number}") for version in definition.versions]
    edges = (Edge(source=root.id, target=version.id) for version in versions)
    return Topology(title=definition.name, nodes=(root, *versions), edges=tuple(edges))


def definition_node(definition: ImageDefinition, id_: str, *, kind: str = "image-definition", group: str = "") -> Node:
    """A node for an image definition."""
    detail = f"{definition.os} {definition.os_state}, {definition.generation}"
    return Node(id=id_, label=definition.name, kind=kind, detail=detail, group=group, facts=_facts(definition))


def version_node(version: ImageVersion | ApplicationVersion, id_: str, *, group: str = "") -> Node:
    """A node for a version, with its replicas by region."""
    replicas = ", ".join(f"{t.region} × {version.replicas_in(t.region)}" for t in version.target_regions)
    return Node(
        id=id_,
        label=version.number,
        kind="image-version",
        detail=replicas or "no target region",
        group=group,
        facts=facts_of(version),
    )


def _contents(
    name: str, definitions: Iterable[ImageDefinition], applications: Iterable[GalleryApplication]
) -> Iterable[tuple[str, Node]]:
    """(id of the whole, part) for everything in a gallery."""
    for definition in definitions:
        whole = definition_node(definition, f"{name}/images/{definition.name}")
        yield f"{name}/image-definitions", whole
        for image in definition.versions:
            yield whole.id, version_node(image, f"{whole.id}/{image.number}")
    for application in applications:
        id_ = f"{name}/packages/{application.name}"
        label, detail = application.name, str(application.os)
        yield f"{name}/applications", Node(id=id_, label=label, kind="application", detail=detail)
        for package in application.versions:
            yield id_, version_node(package, f"{id_}/{package.number}")


def _facts(definition: ImageDefinition) -> tuple[tuple[str, str], ...]:
    return tuple(fact for fact in facts_of(definition) if fact[0] != "versions")


def _latest(definitions: Iterable[ImageDefinition]) -> str:
    found = [(d.name, d.latest()) for d in definitions]
    return ", ".join(f"{name}: latest {version.number}" for name, version in found if version) or NONE


def _each(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(str(word) for word in words))

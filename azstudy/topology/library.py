"""Finds a drawing by name: a concept map, a bundled example design, a design in a JSON file."""

from __future__ import annotations

from pathlib import Path

from azstudy import _resources
from azstudy.errors import AzstudyError, InvalidInputError, UnknownNameError, nearest
from azstudy.model.noun import Noun
from azstudy.model.serial import from_json
from azstudy.topology.graph import Topology
from azstudy.topology.maps import MAPS, As, concept_map, is_map
from azstudy.topology.nouns import topology_of

LARGEST_FILE = 5_000_000
"""Bytes of a design file that are still read; a design with every field of 1,000 machines has less."""


def find(name: str, *, as_: str | None = None) -> Topology:
    """The drawing called `name`.

    Args:
        name: A concept map ("scale-set"), an example design ("web-shop") or a path that ends in .json.
        as_: "today" or "notes", for a concept map only.

    Raises:
        UnknownNameError: For a name that is none of these; lists what there is.
        InvalidInputError: For a file that cannot be read or holds no design, or `as_` with a design.

    >>> find("management", as_="notes").title
    'VM Management'
    """
    if is_map(name):
        return concept_map(name, as_=as_ or As.TODAY)
    if as_ is not None:
        raise InvalidInputError(f"--as {as_} is for the concept maps ({', '.join(MAPS)}), not for {name!r}.")
    if name.lower().endswith(".json") or Path(name).is_file():
        return topology_of(read_design(Path(name)))
    examples = example_files()
    key = name.strip().lower()
    if key in examples:
        return topology_of(read_design(examples[key]))
    known = [*MAPS, *examples]
    listed = f"Concept maps: {', '.join(MAPS)}. Example designs: {', '.join(examples) or 'none in this version'}."
    hint = f"{listed} Or name a design file that ends in .json."
    raise UnknownNameError("drawing", name, nearest(name, known), hint=hint)


def example_files() -> dict[str, Path]:
    """The bundled example designs by name, in the order of their file names."""
    folder = _resources.data_dir() / "designs"
    return {path.stem.lower(): path for path in sorted(folder.glob("*.json"))}


def read_design(path: Path) -> Noun:
    """The design, or other saved noun, in a JSON file.

    Raises:
        InvalidInputError: When the file is not there, is no JSON, or holds no design.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InvalidInputError(f"{path} is {path.stat().st_size:,} bytes; a design has at most {LARGEST_FILE:,}.")
        text = path.read_text(encoding="utf-8")
    except OSError as problem:
        raise InvalidInputError(f"{path} cannot be read: {problem.strerror or problem}. Check the name.") from None
    except UnicodeDecodeError:
        raise InvalidInputError(f"{path} is not text in UTF-8. Save a design as JSON.") from None
    try:
        return from_json(text)
    except AzstudyError as problem:
        raise InvalidInputError(f"{path}: {problem}") from None

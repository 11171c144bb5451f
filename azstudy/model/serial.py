"""Nouns as plain dicts and JSON, and back; generic over all nouns, with a version.

Only fields that differ from Azure's defaults are written: `{"version": 1, "noun": {"kind": "Design", "name": ...}}`.
A changed default therefore needs a new version.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, TypeVar

from azstudy.errors import InvalidInputError
from azstudy.model.noun import Noun, build, tagged
from azstudy.model.nouns import noun_class

VERSION: Final = 1
_Noun = TypeVar("_Noun", bound=Noun)


def to_plain(value: Noun) -> dict[str, Any]:
    """A noun as dicts, lists, text, numbers and booleans.

    >>> from azstudy.model.disk import DataDisk
    >>> to_plain(DataDisk("data", 1024, caching="ReadOnly"))
    {'version': 1, 'noun': {'kind': 'DataDisk', 'name': 'data', 'size_gib': 1024, 'caching': 'ReadOnly'}}
    """
    return {"version": VERSION, "noun": tagged(value)}


def from_plain(document: object, kind: type[_Noun] | None = None) -> _Noun:
    """The noun that `to_plain` wrote; `kind` says which is expected, none takes any.

    Raises:
        InvalidInputError: For another version, an unknown field or a value that makes no sense; names the place.
    """
    fields = _noun_of(document)
    name = fields.get("kind")
    found = noun_class(name if isinstance(name, str) else repr(name))
    if kind is not None and not issubclass(found, kind):
        raise InvalidInputError(f"This is a {found.__name__}; a {kind.__name__} is expected.")
    value: Any = build(found, {field: given for field, given in fields.items() if field != "kind"}, found.__name__)
    return value  # type: ignore[no-any-return]


def _noun_of(document: object) -> Mapping[str, Any]:
    if not isinstance(document, Mapping) or set(document) != {"version", "noun"}:
        given = f"the fields {sorted(map(str, document))}" if isinstance(document, Mapping) else f"{document!r:.60}"
        raise InvalidInputError(f"This is not a saved azstudy noun: it has {given} instead of 'version' and 'noun'.")
    if type(document["version"]) is not int or document["version"] != VERSION:
        raise InvalidInputError(
            f"version: {document['version']!r:.60} is not a version this azstudy reads; it reads {VERSION}. "
            "Update azstudy, or save the file again with the one that wrote it."
        )
    if not isinstance(document["noun"], Mapping):
        raise InvalidInputError(f"noun: {document['noun']!r:.60} is not an object with a 'kind'.")
    return document["noun"]


def to_json(value: Noun, *, indent: int | None = 2) -> str:
    """A noun as JSON text: UTF-8 characters as they are, the same text each time."""
    return json.dumps(to_plain(value), indent=indent, ensure_ascii=False, allow_nan=False)


def from_json(text: str, kind: type[_Noun] | None = None) -> _Noun:
    """The noun that `to_json` wrote.

    Raises:
        InvalidInputError: For broken JSON (with line and column), and as `from_plain`.
    """
    try:
        document = json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except json.JSONDecodeError as problem:
        raise InvalidInputError(f"This is not JSON: {problem}.") from None
    except RecursionError:
        raise InvalidInputError("This JSON is nested too deep to be a saved azstudy noun.") from None
    except InvalidInputError:
        raise
    except ValueError as problem:
        raise InvalidInputError(f"This JSON holds a number that cannot be read: {problem}.") from None
    return from_plain(document, kind)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise InvalidInputError(f"This JSON has the field {twice[0]!r} twice in one object; keep one.")
    return fields


def _no_number(text: str) -> Any:
    raise InvalidInputError(f"This JSON holds {text}, which is not a number.")

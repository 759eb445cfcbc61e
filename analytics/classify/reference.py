"""Reading a data file of `reference/`, with the place of every fault in the error."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from analytics.errors import AppError

REFERENCE = Path(__file__).resolve().parents[1] / "reference"


def read_reference(path: Path) -> tuple[dict[str, Any], str]:
    """The parsed TOML file and the digest of its bytes (12 hex digits), its version.

    Raises AppError `bad_reference` if it cannot be read.
    """
    try:
        content = path.read_bytes()
        return tomllib.loads(content.decode("utf-8")), hashlib.sha256(content).hexdigest()[:12]
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise bad_reference(path, str(error)) from error


def bad_reference(path: Path, fault: str) -> AppError:
    return AppError("bad_reference", f"{path.name}: {fault}", "correct the file; its first lines say what it holds")


def entries(data: Mapping[str, Any], table: str, path: Path) -> list[dict[str, Any]]:
    """The file's `[[table]]` entries, in order. Raises AppError if there is none."""
    found = data.get(table)
    if not isinstance(found, list) or not found or not all(isinstance(entry, dict) for entry in found):
        raise bad_reference(path, f"no [[{table}]] entries")
    return found


def check_fields(entry: Mapping[str, Any], fields: Mapping[str, type], place: str, path: Path) -> None:
    """An entry has exactly these fields, each of its type; a list is of texts. Raises AppError otherwise."""
    for name in sorted(fields.keys() - entry.keys()):
        raise bad_reference(path, f"{place}: {name} is missing")
    for name, value in entry.items():
        if name not in fields:
            raise bad_reference(path, f"{place}: {name} is not a known field")
        of_texts = not isinstance(value, list) or all(isinstance(item, str) for item in value)
        if not isinstance(value, fields[name]) or not of_texts:
            raise bad_reference(path, f"{place}: {name} is not of the kind {fields[name].__name__}")

"""Tables that people keep in a spreadsheet: rows of words in, cells that nothing runs out.

What begins like a formula is somebody's words here: it is taken as it is written, and never given
back so that a spreadsheet would reckon with it (https://owasp.org/www-community/attacks/CSV_Injection).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple
from zipfile import BadZipFile

from bot.centres import BadList
from nlu.text.normalise import normalise

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_MOST_ROWS = 20_000


class Row(NamedTuple):
    """A row, with where it stands (`line 7`) for whoever has to mend it."""

    where: str
    cells: dict[str, str]


def read_table(path: Path, columns: Mapping[str, Iterable[str]]) -> list[Row]:
    """The rows of a `.csv` or `.xlsx` list that are not empty, their cells by column.

    Args:
        path: The file; of a workbook its first sheet.
        columns: Our name of each column, and what it may be called.

    Raises:
        BadList: It cannot be read, or has columns that nobody knows; the message says which.
    """
    kind = path.suffix.lower()
    if kind not in {".csv", ".xlsx"}:
        raise BadList(f"{path}: the list must be a .csv or .xlsx file")
    read = _csv if kind == ".csv" else _xlsx
    try:
        lines = list(read(path))
    except (OSError, ValueError, KeyError, BadZipFile, csv.Error) as error:
        advice = "save it as CSV UTF-8" if kind == ".csv" else "save it as .xlsx again"
        raise BadList(f"{path} cannot be read ({type(error).__name__}): {advice}") from None
    filled = [(where, cells) for where, cells in lines if any(cells)]
    if not filled:
        raise BadList(f"{path} is empty")
    if len(filled) > _MOST_ROWS:
        raise BadList(f"{path} has more than {_MOST_ROWS} rows: make several lists of it")
    (where, header), *rest = filled
    names = _names(where, header, columns)
    return [_row(where, cells, names) for where, cells in rest]


def as_cell(words: str) -> str:
    """Words for a cell of a table: an apostrophe keeps a spreadsheet from reckoning with them."""
    one_line = " ".join(words.split()) if words.strip() else words
    return f"'{one_line}" if words.startswith(_FORMULA) else one_line


def _names(where: str, header: list[str], columns: Mapping[str, Iterable[str]]) -> list[str | None]:
    known = {normalise(name): ours for ours, names in columns.items() for name in (ours, *names)}
    names = [known.get(normalise(cell.replace("_", " "))) for cell in header]
    mistakes = [
        f"{where}: no column is called {cell!r}; known: {', '.join(columns)}"
        for cell, name in zip(header, names, strict=True)
        if cell and name is None
    ]
    mistakes += [
        f"{where}: the column {name} is there twice" for name in columns if names.count(name) > 1
    ]
    if mistakes:
        raise BadList("\n".join(mistakes))
    return names


def _row(where: str, cells: list[str], names: list[str | None]) -> Row:
    if any(cells[len(names) :]) or any(
        cell for cell, name in zip(cells, names, strict=False) if cell and name is None
    ):
        raise BadList(f"{where}: a cell stands beside the columns")
    pairs = zip(names, cells, strict=False)
    return Row(where, {name: cell for name, cell in pairs if name and cell})


def _csv(path: Path) -> Iterator[tuple[str, list[str]]]:
    """Lines of a CSV list; Excel in French writes `;`."""
    raw = path.read_text(encoding="utf-8-sig")
    header = raw.partition("\n")[0]
    delimiter = max((",", ";", "\t"), key=header.count)
    reader = csv.reader(io.StringIO(raw, newline=""), delimiter=delimiter)
    for cells in reader:
        yield f"line {reader.line_num}", [_words(cell) for cell in cells]


def _xlsx(path: Path) -> Iterator[tuple[str, list[str]]]:
    # A second to import, and rarely needed.
    from openpyxl import load_workbook  # type: ignore[import-untyped]  # noqa: PLC0415

    book = load_workbook(path, read_only=True, data_only=False)
    try:
        sheet = book.worksheets[0]
        for number, cells in enumerate(sheet.iter_rows(values_only=True), 1):
            yield f"row {number}", [_words(cell) for cell in cells]
    finally:
        book.close()


def _words(cell: Any) -> str:
    """A cell as words; the apostrophe of `as_cell` is not theirs."""
    match cell:
        case None:
            return ""
        case datetime() | date():
            return cell.isoformat()[:10]
        case float() if cell.is_integer():
            return str(int(cell))
        case _:
            words = str(cell).strip()
            return words[1:] if words[:1] == "'" and words[1:].startswith(_FORMULA) else words

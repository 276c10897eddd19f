"""How far the cells of an xlsx reach: its reader keeps a sheet as one block, blank cells too."""

from __future__ import annotations

import re
from typing import IO

from graph.errors import Text
from loaders.document.reading.base import Fault
from loaders.document.reading.limits import MIB
from loaders.table.base import letters

#: Cells of one sheet, with blank ones: a million rows of 32 columns.
_MOST = 32 * MIB
#: A cell that lies behind column Z or row 99999.
_FAR = re.compile(rb'\br="(?:([A-Z]{2,3})(\d+)|([A-Z])(\d{6,}))"')
_NEAR_COLUMN, _NEAR_ROW = 26, 99_999
#: A reference is shorter.
_OVERLAP = 32


def check_extent(sheet: str, stream: IO[bytes]) -> None:
    """Accept a sheet of which the farthest cells span a block that can be held.

    Raises:
        Fault: when it is larger, as where one cell lies in the last row and another in the last column.
    """
    last, wide, rest = _NEAR_ROW, _NEAR_COLUMN, b""
    while chunk := stream.read(MIB):
        rest += chunk
        for found in _FAR.finditer(rest):
            last = max(last, int(found[2] or found[4]))
            wide = max(wide, column_number(found[1] or found[3]))
        rest = rest[-_OVERLAP:]
        if last * wide > _MOST:
            raise Fault(
                Text(
                    f"工作表 {sheet} 一直到 {letters(wide)}{last}，放不下",
                    f"sheet {sheet} reaches {letters(wide)}{last}",
                ),
                Text("删去远处不用的行列（Ctrl+End 可见），另存后再读", "delete rows and columns far off (Ctrl+End)"),
            )


def column_number(name: bytes) -> int:
    """The number of a column by its letters."""
    found = 0
    for letter in name:
        found = found * 26 + letter - ord("A") + 1
    return found

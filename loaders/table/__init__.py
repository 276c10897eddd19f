"""Planners' own tables (CSV, XLSX, JSON lines) by a column map into facts.

For the doors and for what helps people with tables:

- `table.find_map(path) -> Path | None`: the map beside a table: 表.map.yaml, 表.xlsx.map.yaml, or a 表.yaml that says
  `table:`; the file of refused rows (表.refused.csv) has that of its table.
- `table.load_table(path, map_path=None) -> Facts | Stream`; BadInput with every bad cell as a `base.Fault`.
- `table.load_partial(path, map_path=None) -> Partial`: `facts` of the good rows; `refused` rows as `base.RefusedRow`
  (those with `context` were loaded: refused rows refer to them); `map`; `headings` by sheet and column.
- `mapping.read_map(path) -> TableMap`: `source`, `tables` (`kind`, `sheet`, `header`, `columns`, `constants`, ...).
- `reading.open_book(path, delimiter=None) -> Book`: `sheets`, `lines(sheet) -> Iterator[base.Line]`, `merged(sheet)`.
- `kinds.KINDS`: name -> `base.TableKind` with its `fields`.

A file that has the column `base.ROW_HEADING` adds to what its source states: its rows are the original's rows of those
numbers, their cells in the same columns, on a sheet of the same name; `base.WHY_HEADING` is not read.
"""

"""The formats: every module of this folder is one, and names what it offers in `FORMS`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from api.exports.base import Form, Kind
from graph.errors import BadParameter, Text


@cache
def forms(kind: Kind) -> Mapping[str, Form]:
    """Name -> format, of those in which this can be written."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    offered: list[Form] = [form for module in modules for form in module.FORMS]
    return {form.name: form for form in sorted(offered, key=lambda form: form.name) if kind in form.kinds}


def find_form(kind: Kind, name: str) -> Form:
    """The format of this name.

    Raises:
        BadParameter: listing those that there are.
    """
    if name not in forms(kind):
        listed = "、".join(forms(kind))
        raise BadParameter(
            Text(f"没有格式 {name}", f"there is no format {name}"),
            hint=Text(f"可用：{listed}", f"there are: {listed}"),
        )
    return forms(kind)[name]


def form_of(kind: Kind, file: str) -> tuple[Form, bool]:
    """The format that the name of a file means, and whether it is gzipped.

    Raises:
        BadParameter: listing the endings that mean one.
    """
    plain = file.lower().removesuffix(".gz")
    for form in forms(kind).values():
        if plain.endswith(form.suffix):
            return form, plain != file.lower()
    listed = "、".join(form.suffix for form in forms(kind).values())
    raise BadParameter(
        Text("看不出文件的格式", "the file's name tells no format"),
        where=file,
        hint=Text(f"文件名以 {listed} 结尾，或写 --format", f"end it in {listed}, or give --format"),
    )

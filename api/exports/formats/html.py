"""The page that shows a network, in one file that asks no host for anything."""

from __future__ import annotations

from typing import IO

from api.exports.base import EVERYTHING, Content
from graph.errors import Language


class Page:
    name = "html"
    suffix = ".html"
    media = "text/html; charset=utf-8"
    kinds = EVERYTHING

    def write(self, content: Content, out: IO[bytes], language: Language) -> None:
        from api.views.render import render  # pyvis takes half a second to import; most exports draw nothing

        answer = content.answer
        page = render(
            content.picture(),
            heading=content.meta.title.say(language),
            language=language,
            stamp=content.meta.line(language),
            truncated=answer is not None and answer.truncated,
        )
        out.write(page.encode())


FORMS = (Page(),)

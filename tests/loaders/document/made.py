"""Files of every format, made by the libraries that people's programs use; their text is invented."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

import docx
import xlsxwriter
from docx.document import Document as Word
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

TITLE = "青浦区与同济大学携手共建水乡实验室"
BODY = (
    "近日，上海市青浦区与同济大学签订合作协议，共同建设水乡生态实验室，首批派出12名教师驻点。",
    "实验室由同济大学环境科学与工程学院牵头，青浦区朱家角镇提供场地，双方每季度召开一次联席会议。",
    "目前，实验室已接待学生300余人次，为沿湖的五个村编制了治水方案，受到村民好评。",
)
_FONT = "STSong-Light"
_TOP, _LEFT, _LEADING = 780, 70, 22


def text(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def word(paragraphs: Sequence[str], *, title: str | None = None) -> bytes:
    """A Word file; the title stands as a heading."""
    document: Word = docx.Document()
    if title:
        document.add_heading(title, 1)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    return saved(document)


def saved(document: Word) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def repacked(data: bytes, parts: dict[str, bytes]) -> bytes:
    """An Office file with some parts put in place of its own, or added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return stream.getvalue()


def excel(rows: Sequence[Sequence[object]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("名单")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


def pdf(pages: Sequence[Sequence[str]], *, password: str | None = None, title: str = "") -> bytes:
    """A PDF with a text layer; the font is one that every viewer of Chinese has."""
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    stream = io.BytesIO()
    encrypt = StandardEncryption(password, canPrint=0) if password else None
    canvas = Canvas(stream, pagesize=A4, encrypt=encrypt, invariant=True)
    canvas.setTitle(title)
    for lines in pages:
        canvas.setFont(_FONT, 11)
        for number, line in enumerate(lines):
            canvas.drawString(_LEFT, _TOP - number * _LEADING, line)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def web(article: Sequence[str], *, head: str = "", title: str = TITLE) -> str:
    """A page as news sites make them: navigation, the article, a sidebar, a foot."""
    paragraphs = "\n".join(f"<p>　　{paragraph}</p>" for paragraph in article)
    return f"""<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>{title} - 水乡新闻网</title>{head}
<script>var a = "不应出现";</script><style>p {{ color: red }}</style></head>
<body>
<div class="nav"><ul>
<li><a href="/">首页</a></li><li><a href="/n">新闻</a></li><li><a href="/g">政务公开</a></li></ul></div>
<div class="content"><h1>{title}</h1><div class="info">来源：水乡日报 发布时间：2024-03-05 09:30</div>
<div class="article">{paragraphs}</div></div>
<div class="sidebar"><h3>相关新闻</h3><ul>
<li><a href="/1">某中学举办春季运动会</a></li><li><a href="/2">本地桃花进入观赏期</a></li></ul></div>
<div class="footer"><p>版权所有 水乡新闻网 沪ICP备00000000号</p></div>
</body></html>"""

"""How lines of Chinese pages look: headings, bylines, captions, navigation. Signs of the genre, of no one page."""

from __future__ import annotations

import re

from loaders.document.reading.base import Line

_CLOSERS = "”’\"')）]】》」』"
_TERMINAL = "。！？!?；;：:…—"
_ASIDE = re.compile(r"[（(][^（()）]{1,40}[)）]$")
_SENTENCE = re.compile(r"[。！？!?；;]")
_HEADLINE_MOST = 45
_LONG = 60

#: 一、 （二） 3. 一是 第一， 首先： what begins a paragraph or an item.
ITEM = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、.．是]|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}[、.．](?!\d)|[①-⑳]|"
    r"第[一二三四五六七八九十]{1,3}[章节条、，,是]|[●◆■□◇★▪•·—-]\s*\S)"
)
_REPORTERS = r"(?:全媒体|融媒体?|首席|见习|实习|特约|特派)*(?:记者|通讯员)"
#: 本报记者 某某: a line that is nothing but who wrote.
BYLINE = re.compile(
    rf"^[（(□■◎●]?\s*(?:(?:本[报网刊台社]|[\u4e00-\u9fff]{{2,8}}[报网])\s*)?{_REPORTERS}\s*[:：]?\s*[\u4e00-\u9fff·]{{2,4}}(?:[\s、/]+[\u4e00-\u9fff·]{{2,4}}|\s*{_REPORTERS})*[)）]?$"
)
#: 本报讯（记者某某）…: a report that begins with who wrote it.
DATELINE = re.compile(
    rf"^(?:本[报网刊台社]讯|[\u4e00-\u9fff]{{2,10}}[讯电]\s*[（(]\s*{_REPORTERS}|新华社.{{1,12}}日电)"
)
CREDIT = re.compile(rf"(?:{_REPORTERS}|通讯员|图片|[\u4e00-\u9fff]{{2,3}}).{{0,12}}(?:摄影?|供图|提供)[)）]?$")
_LABELS = (
    "信息来源|文章来源|来源|稿源|作者|撰稿|供稿|发布者|发布机构|发布单位|发布时间|发布日期|更新时间|时间|日期|编辑|责任编辑|责编|"
    "审核|审校|校对|初审|复审|终审|浏览次数|点击次数|点击数|阅读次数|阅读量|访问量|浏览|点击|阅读|字号|字体|记者|摄影"
)
#: 来源：某某 发布时间：…
LABELLED = re.compile(rf"^[\[【（(]?(?:{_LABELS})\s*[:：]")
LABEL = re.compile(rf"({_LABELS})\s*[:：]\s*([^\s|｜　\[\]【】（）()]*(?:\s\d{{1,2}}:\d{{2}})?)")
_WHERE = re.compile(
    r"^(?:您?(?:现在|当前|目前|所在)?的?位置\s*[:：]|首页\s*[>＞»/|｜-]|[^。，]{0,20}[>＞»][^。，]{0,20}[>＞»])"
)
_TOOLS = re.compile(
    r"^[【\[（(]?(?:分享(?:[到至]\s*[:：]?.{0,20})?|打印(?:本[页文])?|关闭(?:窗口|本页)?|收藏(?:本[页文])?|返回(?:顶部|首页|列表)?|扫一扫.{0,20}|"
    r"字[号体]\s*[:：]?.{0,10}|上一[篇条页].*|下一[篇条页].*|点击.{0,4}蓝字.{0,12}|点个.{0,4}在看.{0,12}|更多(?:[>＞»]+|内容)?|微信|微博|登录|注册|搜索|首页|无障碍|繁體|English)[】\])）]?$",
    re.IGNORECASE,
)
FOOT = re.compile(
    r"版权所有|ICP\s*[备证]|公网安备|copyright|©|网站标识码|网站地图|技术支持\s*[:：]|未经.{0,12}(?:授权|许可).{0,12}(?:转载|使用)|举报电话",
    re.IGNORECASE,
)
OTHERS = re.compile(
    r"^[【\[■●◆▲▍▎|｜\s]*(?:相关(?:新闻|阅读|链接|文章|推荐|报道|稿件|资讯|内容|信息)|推荐(?:阅读|文章|新闻)|延伸阅读|热[点门](?:新闻|推荐|文章|资讯|排行)|"
    r"猜你喜欢|为您推荐|更多(?:新闻|精彩|资讯|报道)|往期(?:回顾|推荐|精彩)|精彩推荐|最新(?:文章|新闻|资讯|动态)|大家都在看|图片新闻|今日导读|本版导读|导读)"
    r"[】\]:：>＞»\s]*$"
)
DATED = re.compile(r"^\D.{3,60}?\s*[\[(（【]?\d{4}[-./年]\d{1,2}[-./月]\d{1,2}日?[\])）】]?$")
_CAPTION_MARK = re.compile(r"^(?:[▲△▼▽►▶◄◀↑↓←→]|图\s*[\d一二三四五六七八九十]*\s*[:：]|图为|[（(]?(?:上|下|左|右)图)")
_NAME = r"[\u4e00-\u9fff]{1,12}?"
_PLACED = re.compile(rf"^{_NAME}(?:省|市|州|盟|区|县|旗){_NAME}(?:区|县|市|旗|街道|镇|乡|社区|村|大学|学院)")
_NAMED = re.compile(rf"^{_NAME}(?:大学|学院|街道|社区|公司|中心|街办|镇|乡)")
_SCENE = re.compile(
    r"(?:活动|现场|仪式|座谈会?|培训|讲座|合影|一角|全景|校区|揭牌|签约|服务|演出|比赛|课堂|场景|授课|参观|调研|宣讲|宣传)[。.]?$"
)
_CLAUSES = re.compile(r"[，,；;！!？?]|。.")
#: After these a name may follow in the middle of a sentence.
_WANTS_NAME = tuple("与和及由在对向赴到为将把以从、，,的被让受经于至是“《（(")


def ended(text: str) -> bool:
    """Whether a sentence ends with this line."""
    bare = text.rstrip(_CLOSERS)
    if bare.endswith(tuple(_TERMINAL)):
        return True
    before = _ASIDE.sub("", text)
    return before != text and before.rstrip(_CLOSERS).endswith(tuple(_TERMINAL))


def body(text: str) -> bool:
    """Whether it reads as running text: a finished sentence, or the length of one."""
    return bool(_SENTENCE.search(text)) or (len(text) >= _LONG and ("，" in text or "," in text))


def headline(line: Line) -> bool:
    """Whether it may be a heading: marked as one, or short and without an end."""
    if line.kind != "text":
        return line.kind == "heading"
    short = 2 <= len(line.text) <= _HEADLINE_MOST
    return (
        short
        and not line.text.endswith(("。", "；", ";", "，", ",", "、", "：", ":"))
        and not _SENTENCE.search(line.text[:-1])
        and not byline(line.text)
    )


def byline(text: str) -> bool:
    """Whether it says who wrote what follows."""
    return bool(BYLINE.match(text)) and not text.endswith("摄")


def opens_report(text: str) -> bool:
    """Whether an article's text begins here, with or after who wrote it."""
    return byline(text) or bool(DATELINE.match(text))


def marked_caption(line: Line) -> bool:
    return (
        line.kind == "caption"
        or bool(_CAPTION_MARK.match(line.text))
        or (len(line.text) <= _HEADLINE_MOST and bool(CREDIT.search(line.text)))
    )


def caption(line: Line, before: str) -> bool:
    """Whether a line that stands in a broken sentence is a picture's: marked, or a scene told in one clause.

    Such a scene begins with a name in full; not where the broken sentence waits for a name.
    """
    if marked_caption(line):
        return True
    text = line.text
    if line.kind != "text" or len(text) > _HEADLINE_MOST or _CLAUSES.search(text) or before.endswith(_WANTS_NAME):
        return False
    return bool(_PLACED.match(text)) or (bool(_NAMED.match(text)) and bool(_SCENE.search(text)))


def tool(text: str) -> bool:
    """Navigation and buttons."""
    return bool(_WHERE.match(text)) or bool(_TOOLS.match(text))

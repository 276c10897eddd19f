"""The kinds of tables: what planners keep lists of, and two general ones that can say whatever a fact sheet can."""

from __future__ import annotations

from collections.abc import Mapping

from graph.errors import Text
from loaders.table import making
from loaders.table.base import Field, TableKind
from loaders.table.fields import (
    CLAIM_KINDS,
    PERIOD,
    QUALIFIERS,
    STANDING,
    TIE_KINDS,
    edge_properties,
    edges,
    end,
    entity_properties,
    key,
    own,
    subject,
    types,
)

_KEY = Text(
    "同一编号的几行是一件事；不写则由名称、日期、各方得出",
    "rows of one key are one thing; without it name, date and parties make one",
)
_ALIASES = own("aliases")
_DESCRIPTION = own("description")
_PROGRAM = end("program", "所属机制", "program", doc=Text("它属于哪个机制或品牌", "the programme that it is part of"))

PARTNERS = TableKind(
    "partners",
    Text("合作伙伴", "partners"),
    Text("两方之间的签约、结对、共建；一行一对，乙方可有多家", "pairs that signed, are paired or build jointly"),
    (
        *end("a", "甲方", "party a", doc=Text("一方", "the one"), required=True, example="玉湖社区",
             known_as=("社区", "街道", "地方", "村", "社区名称", "街道名称", "合作方甲")),
        *end("b", "乙方", "party b", doc=Text("另一方，可有多家", "the other, or several"), many=True, required=True,
             example="山西中医药大学",
             known_as=("高校", "学校", "院系", "合作方", "合作单位", "共建单位", "结对单位", "结对高校", "高校名称")),
        Field("kind", Text("合作方式", "kind"), Text("签约、结对或共建", "signed, paired or joint"), "choice", True,
              TIE_KINDS, ("合作类型", "共建方式", "方式", "合作形式"), "结对"),
        *PERIOD,
        key(Text("续签等，同两方的另一次", "a renewal: another tie of the same two")),
        *STANDING,
    ),
    making.partners,
)  # fmt: skip

AGREEMENTS = TableKind(
    "agreements",
    Text("协议", "agreements"),
    Text("签署的协议及各方；各方写在一格、几列或几行", "agreements with their parties, in a cell, columns or rows"),
    (
        subject("协议名称", "agreement", "校地共建战略合作协议", known_as=("协议", "合同名称", "协议书")),
        key(_KEY),
        *end("parties", "签约方", "parties", doc=Text("签署的各方", "those who signed"), many=True,
             example="榆次区、晋中学院", known_as=("各方", "签约单位", "签署方", "签订单位", "甲方", "乙方")),
        own("date", example="2023-08-15"),
        own("kind"),
        own("by"),
        *PERIOD,
        _ALIASES,
        _DESCRIPTION,
        *STANDING,
    ),
    making.agreements,
    "name",
)  # fmt: skip

ACTIVITIES = TableKind(
    "activities",
    Text("活动", "activities"),
    Text("活动、来访、会议，及主办、承办、参加者", "events and visits with who hosted and who took part"),
    (
        subject("活动名称", "activity", "高企进高校", known_as=("活动", "活动主题", "主题")),
        key(_KEY),
        own("date", example="2023-08-15"),
        own("end_date"),
        own("kind"),
        own("by"),
        *end("host", "主办单位", "host", doc=Text("主办的", "who hosted it"), many=True, known_as=("主办", "主办方")),
        *end("organizers", "承办单位", "organizers", doc=Text("承办的", "who organised it"), many=True,
             known_as=("承办", "组织单位")),
        *end("coorganizers", "协办单位", "co-organizers", doc=Text("协办的", "who helped"), many=True,
             known_as=("协办",)),
        *end("participants", "参加单位", "participants", doc=Text("参加的", "who took part"), many=True,
             known_as=("参与单位", "参加者", "参与方")),
        own("role", doc=Text("参加者的角色，默认 participant", "of the participants; participant by default")),
        *end("place", "地点", "place", doc=Text("在哪里", "where"), known_as=("活动地点", "举办地点")),
        *_PROGRAM,
        *PERIOD,
        _ALIASES,
        _DESCRIPTION,
        *STANDING,
    ),
    making.activities,
    "name",
)  # fmt: skip

PLATFORMS = TableKind(
    "platforms",
    Text("平台", "platforms"),
    Text("孵化器、众创空间、基地、实验室，及运营、设立、入驻者", "incubators, bases, laboratories and who runs them"),
    (
        subject("平台名称", "platform", "晋中大学生创业园", known_as=("平台", "基地名称", "载体名称")),
        *end("within", "所在", "located in", doc=Text("所在的地方、园区或所属单位", "what it is in"),
             known_as=("所在地", "位置", "依托单位", "地址")),
        Field("anchor", Text("归属地", "anchor"), Text("只用于辨认，不写关系", "tells it apart"), "key"),
        own("kind", example="incubator"),
        own("level", example="省级"),
        own("field"),
        *end("operators", "运营单位", "operators", doc=Text("运营的", "who runs it"), many=True,
             known_as=("运营", "运营方", "管理单位")),
        *end("founders", "设立单位", "founders", doc=Text("设立的", "who founded it"), many=True,
             known_as=("建设单位", "共建单位", "发起单位")),
        *end("residents", "入驻单位", "residents", doc=Text("入驻的", "who resides in it"), many=True,
             known_as=("入驻企业",)),
        *PERIOD,
        _ALIASES,
        _DESCRIPTION,
        *STANDING,
    ),
    making.platforms,
    "name",
)  # fmt: skip

NEEDS = TableKind(
    "needs",
    Text("需求", "needs"),
    Text("需求或需求清单，谁提出", "needs or lists of them, and whose they are"),
    (
        subject("需求名称", "need", "社区需求清单", known_as=("需求", "需求内容", "需求事项")),
        key(_KEY),
        *end("owner", "提出单位", "owner", doc=Text("谁的需求", "whose need it is"), many=True,
             known_as=("需求单位", "需求方", "所属社区")),
        own("categories", example="养老、助学"),
        own("count"),
        own("by"),
        *_PROGRAM,
        _ALIASES,
        _DESCRIPTION,
        *STANDING,
    ),
    making.needs,
    "name",
)  # fmt: skip

SERVICES = TableKind(
    "services",
    Text("服务", "services"),
    Text("服务或服务清单，谁提供，满足哪些需求", "services or lists of them, who provides them, what they meet"),
    (
        subject("服务名称", "service", "高校资源清单", known_as=("服务", "服务内容", "服务项目")),
        key(_KEY),
        *end("providers", "提供单位", "providers", doc=Text("谁提供", "who provides it"), many=True,
             known_as=("服务单位", "提供方", "供给方")),
        Field("meets", Text("满足需求", "meets"), Text("同一文件中需求的编号或名称", "needs of the file"),
              "names", known_as=("对应需求",)),
        own("categories"),
        own("count"),
        own("by"),
        *_PROGRAM,
        _ALIASES,
        _DESCRIPTION,
        *STANDING,
    ),
    making.services,
    "name",
)  # fmt: skip

CLAIMS = TableKind(
    "claims",
    Text("数字", "claims"),
    Text("关于某方的数字，照原文写", "figures about somebody, as they are printed"),
    (
        Field("key", Text("编号", "key"), Text("不写则由对象、指标、口径、时间得出", "made of content if blank"),
              "key", known_as=("序列号", "ID", "id")),
        *end("about", "对象", "about", doc=Text("关于谁", "whom it is about"), required=True, example="榆次区",
             known_as=("地区", "单位", "主体"), full=True),
        Field("topic", Text("指标", "topic"), Text("一个短名词，同一种数字用同一个", "one short noun"),
              "text", True, known_as=("项目", "指标名称", "数据项"), example="共建街道"),
        Field("printed", Text("数字", "figure"), Text("照原文，带单位，如 1500余名", "as printed"), "figure",
              known_as=("原文", "数据", "表述"), example="9个"),
        Field("value", Text("数值", "value"), Text("基本单位的数值；原文读不出时写", "in base units"),
              "figure", known_as=("值",)),
        Field("unit", Text("单位", "unit"), Text("计量单位", "unit of measure"), "text", known_as=("计量单位",)),
        Field("qualifier", Text("约数", "qualifier"), Text("余、多、近、约、近余、以上", "more or less"), "choice",
              choices=QUALIFIERS),
        Field("scope", Text("口径", "scope"), Text("只是整体的哪部分", "which part"), "text", known_as=("范围",)),
        Field("period", Text("期间", "period"), Text("所说的时期", "which time"), "text", known_as=("时期",)),
        Field("as_of", Text("截至", "as of"), Text("截至日期", "the day of which it holds"), "date",
              known_as=("截止日期", "统计日期", "年份"), example="2023-08"),
        Field("kind", Text("数字性质", "kind"), Text("宣称、目标或推算", "declared, target or derived"), "choice",
              choices=CLAIM_KINDS),
        Field("members_type", Text("所数类型", "members type"), Text("数的是哪类", "the type that is counted"), "type",
              choices=types()),
        Field("members_kind", Text("所数类别", "members kind"), Text("该类型的哪一种", "which kind"), "text"),
        Field("members_by", Text("数法", "members by"), Text("within、formal、any 或关系类型", "how they are counted"),
              "text"),
        Field("same_fact", Text("同一事实", "same fact"), Text("来源/编号", "source/key"), "texts"),
        _DESCRIPTION,
        *STANDING,
    ),
    making.claims,
    one_of=("printed", "value"),
)  # fmt: skip

ENTITIES = TableKind(
    "entities",
    Text("实体", "entities"),
    Text("任何类型的实体，各有自己的属性", "entities of any type with their own properties"),
    (
        Field("type", Text("类型", "type"), Text("实体的类型", "the type of the entity"), "type", True, types(),
              example="高校"),
        subject("名称", "name", "晋中学院"),
        key(Text("本文件怎样称呼它；协议、活动、需求、服务的身份", "how the file refers to it")),
        *end("within", "所属", "in", doc=Text("所在的地方或所属的单位", "what contains it"), known_as=("上级", "所在")),
        Field("anchor", Text("归属地", "anchor"), Text("只用于辨认，不写关系", "tells it apart"), "key"),
        Field("id", Text("标识", "id"), Text("已知的标识，不再查找", "its id, where it is known"), "key"),
        Field("unregistered", Text("未登记", "unregistered"), Text("确实不在名录中", "truly on no list"), "bool"),
        _ALIASES,
        *entity_properties(),
        *STANDING,
    ),
    making.entities,
    "name",
)  # fmt: skip

RELATIONS = TableKind(
    "relations",
    Text("关系", "relations"),
    Text("任何类型的关系", "relations of any type"),
    (
        *end("from", "起点", "from", doc=Text("从谁", "from whom"), many=True, required=True, full=True),
        Field("type", Text("关系", "type"), Text("关系的类型", "the type of the relation"), "type", True, edges(),
              ("关系类型",), "合作"),
        *end("to", "终点", "to", doc=Text("到谁", "to whom"), many=True, required=True, full=True),
        key(Text("续签等，同两方的另一次", "a renewal: another of the same two")),
        *edge_properties(),
        *STANDING,
    ),
    making.relations,
)  # fmt: skip

KINDS: Mapping[str, TableKind] = {
    kind.name: kind
    for kind in (PARTNERS, AGREEMENTS, ACTIVITIES, PLATFORMS, NEEDS, SERVICES, CLAIMS, ENTITIES, RELATIONS)
}

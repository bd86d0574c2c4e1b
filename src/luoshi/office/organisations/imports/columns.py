"""The two sheets of the workbook: their columns, in order, with what each may hold. Read by template, check and manual."""

from collections.abc import Sequence
from dataclasses import dataclass

from luoshi.office.organisations.access import ADMINISTRATORS
from luoshi.office.organisations.models import AUTHORITIES, Kind, Ownership, Place, Role, Stage

ORGANISATIONS = "机构"
PEOPLE = "人员"

# The three administrators stand in no list: they are granted one by one.
GRANTED = tuple(role for role in Role if role not in ADMINISTRATORS)
FOUNDED = tuple(kind for kind in Kind if kind not in AUTHORITIES)


@dataclass(frozen=True)
class SheetColumn:
    """一列. `also` are other heads under which it is met; `longest` is what the database holds."""

    name: str
    label: str
    width: int = 14
    longest: int = 0
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()  # value, label
    several: bool = False  # choices separated by 、
    also: tuple[str, ...] = ()
    note: str = ""
    hidden: bool = False

    @property
    def labels(self) -> dict[str, str]:
        """From what stands in the sheet to what is stored."""
        return {label: value for value, label in self.choices}


def _choices(members: Sequence[Kind | Role | Stage | Ownership | Place]) -> tuple[tuple[str, str], ...]:
    return tuple((one.value, str(one.label)) for one in members)


ID_NOTE = "系统用来对上原有的行，请勿改动；新增的行留空。"

ORGANISATION_COLUMNS = (
    SheetColumn("name", "机构名称", 30, 120, required=True, also=("名称", "单位名称", "学校名称", "机构全称")),
    SheetColumn("short_name", "简称", 14, 40, also=("机构简称",)),
    SheetColumn("kind", "类型", 22, required=True, choices=_choices(FOUNDED), also=("机构类型", "单位类型")),
    SheetColumn(
        "parent", "上级机构", 24, 120, also=("上级单位", "主管单位", "隶属"),
        note="写上级机构的全称；直接属于本局的留空。上级也可以是表里新增的机构。",
    ),
    SheetColumn(
        "code", "标识码", 14, 10, also=("学校标识码", "机构标识码", "学校（机构）标识码", "学校代码"),
        note="学校（机构）标识码，10 位数字。",
    ),
    SheetColumn("credit_code", "统一社会信用代码", 22, 18, also=("信用代码", "社会信用代码"), note="18 位。"),
    SheetColumn("region", "行政区划代码", 16, 12, also=("区划代码",), note="6 位或 12 位。"),
    SheetColumn(
        "stages", "学段", 16, 60, choices=_choices(tuple(Stage)), several=True, also=("办学学段",),
        note="可写几个，用顿号分开，如：小学、初中。",
    ),
    SheetColumn("ownership", "办学性质", 14, choices=_choices(tuple(Ownership)), also=("性质", "举办性质")),
    SheetColumn("place", "城乡分类", 12, choices=_choices(tuple(Place)), also=("城乡", "城乡类别")),
    SheetColumn("telephone", "电话", 16, 40, also=("联系电话", "办公电话")),
    SheetColumn("address", "地址", 30, 200, also=("详细地址", "办学地址")),
    SheetColumn("opened_on", "成立日期", 14, also=("建校时间", "成立时间"), note="如 2025-09-01、2025.9.1 或 2025年9月。"),
    SheetColumn("id", "机构编号（勿改）", 12, hidden=True, also=("机构编号",), note=ID_NOTE),
)  # fmt: skip

PEOPLE_COLUMNS = (
    SheetColumn("name", "姓名", 12, 60, required=True),
    SheetColumn(
        "staff_number", "工号", 14, 30, also=("职工号", "教职工号"),
        note="有工号的请写上：再次导入时按它对人；同一人有几个岗位，写几行，工号相同。",
    ),
    SheetColumn("mobile", "手机", 14, 20, also=("手机号", "手机号码", "联系电话")),
    SheetColumn("email", "邮箱", 22, 254, also=("电子邮箱", "邮件")),
    SheetColumn(
        "login", "登录名", 14, 60, also=("账号", "用户名"),
        note="只填要登录系统的人。导入不产生密码：初始密码由系统管理员另发。",
    ),
    SheetColumn(
        "organisation", "所在机构", 28, 120, required=True, also=("机构", "单位", "工作单位", "学校", "所在单位"),
        note="写机构的全称；可以是“机构”表里新增的。本局领导写本局全称。",
    ),
    SheetColumn(
        "role", "角色", 18, required=True, choices=_choices(GRANTED), also=("系统角色", "岗位角色"),
        note="在系统里做什么，从下拉里选。系统、安全、审计管理员不用表格导入。",
    ),
    SheetColumn("title", "职务", 16, 60, also=("职务名称", "岗位")),
    SheetColumn("since", "任职日期", 14, also=("起始日期", "任职时间", "到岗日期"), note="从哪天起；留空为导入当天。"),
    SheetColumn("id", "人员编号（勿改）", 12, hidden=True, also=("人员编号",), note=ID_NOTE),
    SheetColumn("membership", "岗位编号（勿改）", 12, hidden=True, also=("岗位编号",), note=ID_NOTE),
)  # fmt: skip

SHEETS: dict[str, tuple[SheetColumn, ...]] = {ORGANISATIONS: ORGANISATION_COLUMNS, PEOPLE: PEOPLE_COLUMNS}

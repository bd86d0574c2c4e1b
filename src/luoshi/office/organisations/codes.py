"""The codes an organisation is known by elsewhere, and how a person is reached: why one as written cannot be right.

`why_not_…` gives a sentence for the screen, or None. What is only unlikely, or rests on a single source, is a remark
and refuses nothing. An empty code is no mistake: many organisations have none.
"""

import re
import unicodedata
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from luoshi.office.organisations.models import Kind, Stage

# 学校(机构)标识码: class 2 + province 2 + number 6, no check digit. 教育部《学校(机构)代码管理办法》, 2011.
SCHOOL_CODE_LENGTH = 10
CLASSES = {
    "11": "幼儿园",
    "21": "小学",
    "22": "成人小学",
    "31": "初中",
    "32": "职业初中",
    "33": "成人初中",
    "34": "普通高中（完全中学）",
    "35": "成人高中",
    "36": "中等职业学校",
    "37": "工读（专门）学校",
    "41": "普通高校",
    "42": "成人高校",
    "51": "特殊教育学校",
    "91": "科研机构",
    "92": "民办其他教育机构",
    "93": "中职培训机构",
}
# Which stages a class is usual with. The class follows the highest stage: a nine-year school is 31, a twelve-year 34.
STAGES_OF_CLASS = {
    "11": {Stage.PRESCHOOL},
    "21": {Stage.PRIMARY},
    "31": {Stage.JUNIOR},
    "34": {Stage.SENIOR},
    "36": {Stage.VOCATIONAL},
    "51": {Stage.SPECIAL},
}

# GB 32100: the letters I, O, S, V and Z are left out; the weights are 3^(i-1) mod 31.
CREDIT_CODE_LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = tuple(pow(3, place, 31) for place in range(CREDIT_CODE_LENGTH - 1))
LOOKS_LIKE = {"I": "1", "O": "0", "S": "5", "V": "U", "Z": "2"}

# GB/T 2260: the first two digits. 66 is what the statistics use for 新疆生产建设兵团.
REGION_LENGTHS = (6, 12)
TOWNSHIP_LENGTH = 9
PROVINCES = frozenset(
    [
        "11",
        "12",
        "13",
        "14",
        "15",
        "21",
        "22",
        "23",
        "31",
        "32",
        "33",
        "34",
        "35",
        "36",
        "37",
        "41",
        "42",
        "43",
        "44",
        "45",
        "46",
        "50",
        "51",
        "52",
        "53",
        "54",
        "61",
        "62",
        "63",
        "64",
        "65",
        "66",
        "71",
        "81",
        "82",
    ]
)

MOBILE = re.compile(r"1[3-9][0-9]{9}")
DIGITS = re.compile(r"[0-9]+")


def why_not_school_code(code: str) -> str | None:
    """学校（机构）标识码. Whether its class suits the school is a remark: remark_on_school_code."""
    return _why_no_number(code, name=_("学校（机构）标识码"), lengths=(SCHOOL_CODE_LENGTH,)) if code else None


def remark_on_school_code(code: str, *, kind: str | None = None, stages: Iterable[str] = ()) -> str | None:
    """What is unusual about a code that has the right form: its class, its province, its class for such a school."""
    if not code or why_not_school_code(code):
        return None
    known = CLASSES.get(code[:2])
    if known is None:
        return _("标识码“%(code)s”的前两位“%(class)s”不在常见的类别里，请对照事业统计核对。") % {
            "code": code,
            "class": code[:2],
        }
    if code[2:4] not in PROVINCES:
        return _("标识码“%(code)s”的第 3、4 位“%(province)s”不是省份代码，请对照事业统计核对。") % {
            "code": code,
            "province": code[2:4],
        }
    if not _suits(code[:2], kind, set(stages)):
        return _("标识码“%(code)s”以“%(class)s”开头，通常是%(known)s，与填的类型或学段不一致，请核对。") % {
            "code": code,
            "class": code[:2],
            "known": known,
        }
    return None


def _suits(prefix: str, kind: str | None, stages: set[str]) -> bool:
    if (
        kind is not None
        and (kind == Kind.KINDERGARTEN) != (prefix == "11")
        and kind in {Kind.SCHOOL, Kind.KINDERGARTEN}
    ):
        return False
    usual = STAGES_OF_CLASS.get(prefix)
    return not stages or usual is None or bool(usual & stages)


def why_not_credit_code(code: str) -> str | None:
    """统一社会信用代码, by GB 32100."""
    if not code:
        return None
    name = _("统一社会信用代码")
    if hint := _mistyped(code):
        return _("%(name)s“%(code)s”里%(hint)s") % {"name": name, "code": code, "hint": hint}
    if code != code.upper():
        return _("%(name)s“%(code)s”里有小写字母，请改成大写：%(guess)s。") % {
            "name": name,
            "code": code,
            "guess": code.upper(),
        }
    if strange := sorted(set(code) - set(ALPHABET)):
        return _("%(name)s“%(code)s”里有“%(strange)s”，这种代码只用数字和除 I、O、S、V、Z 以外的字母。%(guess)s") % {
            "name": name,
            "code": code,
            "strange": "、".join(strange),
            "guess": "".join(_("“%s”是不是“%s”？") % (one, LOOKS_LIKE[one]) for one in strange if one in LOOKS_LIKE),
        }
    if len(code) != CREDIT_CODE_LENGTH:
        return _wrong_length(code, name=name, lengths=(CREDIT_CODE_LENGTH,))
    if code[-1] != check_character(code):
        return _("%(name)s“%(code)s”的校验位对不上，里面多半有一位抄错了。请对照证书核对。") % {
            "name": name,
            "code": code,
        }
    return None


def check_character(code: str) -> str:
    """The last character of a credit code, worked out from the seventeen before it."""
    total = sum(ALPHABET.index(one) * weight for one, weight in zip(code, WEIGHTS, strict=False))
    return ALPHABET[(31 - total % 31) % 31]  # where the sum divides evenly the character is 0, not the 31st


def why_not_region(code: str) -> str | None:
    """行政区划代码, 6 digits to the county or 12 to the village. It has no check digit."""
    if not code:
        return None
    name = _("行政区划代码")
    if len(code) == TOWNSHIP_LENGTH and DIGITS.fullmatch(code):
        return _("%(name)s“%(code)s”只到乡镇（9 位）。请写 6 位，或补三个 0 写成 12 位：%(guess)s。") % {
            "name": name,
            "code": code,
            "guess": f"{code}000",
        }
    if reason := _why_no_number(code, name=name, lengths=REGION_LENGTHS):
        return reason
    if code[:2] not in PROVINCES:
        return _("%(name)s“%(code)s”的前两位“%(province)s”不是省份代码，请核对。") % {
            "name": name,
            "code": code,
            "province": code[:2],
        }
    return None


def why_not_mobile(number: str) -> str | None:
    """A mobile number of the mainland: 11 digits, the first 1, the second 3 to 9."""
    if not number:
        return None
    if reason := _why_no_number(number, name=_("手机号码"), lengths=(11,)):
        return reason
    if not MOBILE.fullmatch(number):
        return _("手机号码“%(number)s”的开头不对，手机号码以 13 至 19 开头。请核对。") % {"number": number}
    return None


def plain(code: str) -> str:
    """What was probably meant: full-width characters made narrow, spaces and hyphens left out. Only ever a guess."""
    return re.sub(r"[\s\-‐‑–—_'’.·]", "", unicodedata.normalize("NFKC", code)).upper()


def _why_no_number(code: str, *, name: str, lengths: tuple[int, ...]) -> str | None:
    if hint := _mistyped(code):
        return _("%(name)s“%(code)s”里%(hint)s") % {"name": name, "code": code, "hint": hint}
    if not DIGITS.fullmatch(code):
        strange = "、".join(dict.fromkeys(re.sub("[0-9]", "", code)))
        return _("%(name)s“%(code)s”里有“%(strange)s”，这里只能是数字。请核对。") % {
            "name": name,
            "code": code,
            "strange": strange,
        }
    return None if len(code) in lengths else _wrong_length(code, name=name, lengths=lengths)


def why_not_email(text: str) -> str | None:
    try:
        validate_email(text)
    except ValidationError:
        return _("邮箱写的是“%(text)s”，应是 名字@主机名 的样子。请核对。") % {"text": text} if text else None
    return None


def _mistyped(code: str) -> str:
    """The likely slip, said so that it can be mended: full-width characters, spaces, hyphens."""
    guess = plain(code)
    if code.strip() != code or re.search(r"\s", code):
        what = _("有空格")
    elif unicodedata.normalize("NFKC", code) != code:
        what = _("有全角字符")
    elif guess != code.upper():
        what = _("有多余的符号")
    else:
        return ""
    return _("%(what)s，请去掉或改成半角：%(guess)s。") % {"what": what, "guess": guess}


def _wrong_length(code: str, *, name: str, lengths: tuple[int, ...]) -> str:
    return _("%(name)s应是 %(right)s 位，“%(code)s”是 %(count)d 位。请核对有没有漏写或多写。") % {
        "name": name,
        "right": _(" 位或 ").join(str(one) for one in lengths),
        "code": code,
        "count": len(code),
    }

"""What is said about a file that is not taken in: what, why, what to do. One sentence for each code."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from luoshi.office.desk.kinds import KINDS

WORDS: dict[str, Promise] = {
    "secret": _(
        "“%(name)s”的%(place)s有密级或内部标志“%(mark)s”。标有密级或“内部”的文件不能放进本系统，文件没有保存。"
        "请按保密规定处理原件；若标志是误加的，请由定密责任人确认、去掉标志后再交。"
    ),
    "large": _(
        "“%(name)s”有 %(size)s MB，一次最多收 %(limit)s MB，文件没有保存。"
        "若是 Word 文件，多半是图片占了地方：请压缩图片后另存；若是扫描件，请降低分辨率或分成几个文件。"
    ),
    "empty": _("“%(name)s”是空的，没有内容。请看看是否选对了文件，或是否还没有保存完。"),
    "nameless": _("文件没有名字，收下以后无法辨认。请给文件起个名字再交。"),
    "program": _(
        "“%(name)s”是程序或网址快捷方式，不是文件材料，为安全起见没有保存。请交文件本身（如 docx、xlsx、pdf）。"
    ),
    "program_inside": _("“%(name)s”里夹带着程序（%(part)s），为安全起见没有保存。请去掉里面的附件，另存后再交。"),
    "macro": _("“%(name)s”带有宏（会自动运行的程序），为安全起见没有保存。请另存为不带宏的 docx 或 xlsx 再交。"),
    "macro_suffix": _(
        "“%(name)s”的后缀 %(suffix)s 是带宏文件的后缀，为安全起见没有保存。请另存为不带宏的 docx 或 xlsx 再交。"
    ),
    "linked": _(
        "“%(name)s”里有指向别的文件或网址的链接数据，打开时会去取外面的内容，没有保存。"
        "电子表格请在“数据—编辑链接”里断开链接（保留数值），文档请去掉链接的对象，另存后再交。"
    ),
    "active": _("“%(name)s”这个 PDF 里有脚本或夹带的附件，为安全起见没有保存。请用“打印为 PDF”重新生成一份再交。"),
    "locked": _("“%(name)s”加了密码，看不了里面的内容，没有保存。请去掉密码另存后再交。"),
    "bomb": _("“%(name)s”展开后大得不像一份文件材料，为安全起见没有打开，也没有保存。请把内容复制到新文档里再交。"),
    "nested": _("“%(name)s”里面还夹着压缩包（%(part)s），没有保存。请把里面的文件取出来，单独上交。"),
    "archive": _("“%(name)s”是压缩包，没有保存。请先解压，把里面的文件逐个上交。"),
    "broken": _("“%(name)s”不完整或已损坏，没有保存。能用 WPS 或 Office 打开的话，请另存为新文件再交。"),
    "old_office": _(
        "“%(name)s”是旧格式的文档（doc、wps、xls、et、ppt），没有保存。请用 WPS 或 Office 打开，另存为 docx、xlsx 或 pptx 再交。"
    ),
    "save_as": _("“%(name)s”这种格式这里不收。请用 WPS 或 Office 打开，另存为 docx、xlsx 或 pptx 再交。"),
    "rtf": _("“%(name)s”是 RTF 文件，这里不收。请用 WPS 或 Word 打开，另存为 docx 再交。"),
    "mht": _("“%(name)s”是单个文件网页（mht），这里不收。请用浏览器打开，把正文复制到 Word 文档里再交。"),
    "picture": _("“%(name)s”是这里不收的图片或影音格式。图片请另存为 jpg 或 png 再交。"),
    "unknown": _(
        "“%(name)s”的内容认不出是哪种文件，没有保存。请用原来的软件打开，另存为 docx、xlsx、pdf 或 txt 再交。"
    ),
    "mismatch": _(
        "“%(name)s”的内容是%(kind)s，名字却以“%(suffix)s”结尾，没有保存。"
        "请把后缀改成 %(right)s，或用原来的软件另存一次，再交。"
    ),
    "not_here": _("“%(name)s”是%(kind)s，这里要的是：%(wanted)s。请换成其中一种再交。"),
    "sandbox": _(
        "“%(name)s”没能检查完：%(why)s。文件没有保存。请另存为新文件再试一次；还是不行的，请把内容复制到新文档里再交。"
    ),
}


def sentence(code: str, facts: dict[str, Any]) -> str:
    """`facts` hold the name of the file and what the code's sentence asks for."""
    said = dict(facts)
    if "kind" in said and said["kind"] in KINDS:
        said["kind"] = KINDS[said["kind"]].label
    if "suffix" in said:
        said["suffix"] = said["suffix"] or str(_("没有后缀"))
    return str(WORDS[code]) % said


def sentences(reasons: Iterable[tuple[str, dict[str, Any]]], *, name: str) -> list[str]:
    """Each once, in their order."""
    return list(dict.fromkeys(sentence(code, {"name": name, **facts}) for code, facts in reasons))

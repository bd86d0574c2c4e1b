"""What GB/T 9704—2012 《党政机关公文格式》 asks of a page, in figures. Writer and checker both go by these.

Clauses are those of the standard: 5.2.1 paper and margins, 5.2.2 and 5.2.3 type, 22 lines of 28 characters, 7.2 head,
7.3 body, 7.4 imprint, 7.5 page number.
"""

from dataclasses import dataclass
from typing import Final

A4: Final = (210.0, 297.0)  # mm
TOP, BOTTOM, LEFT, RIGHT = 37.0, 35.0, 28.0, 26.0  # mm; 版心 156 × 225, the standard names top, left and 版心
TOLERANCE: Final = 1.0  # mm, 5.2.1

LINES, CHARACTERS = 22, 28  # 5.2.3
# 22 lines of 28.95 pt fill 225 mm (637.8 pt). 28 characters of 16 pt would be 158 mm, two too wide; each is set closer
# by 0.25 pt. That leaves 1.25 pt in the line; with 0.2 pt the 28 would be 0.15 pt too wide, and 26 after an indent.
LINE: Final = 579  # twentieths of a point
CLOSER: Final = -5  # twentieths of a point

BODY_SIZE, TITLE_SIZE, SMALL_SIZE = 16.0, 22.0, 14.0  # points: 3号, 2号, 4号
CHARACTER: Final = int(BODY_SIZE * 20) + CLOSER  # one character of the body, in twentieths of a point

FANGSONG, HEI, KAI, SONG = "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
XIAOBIAOSONG = "方正小标宋简体"
# What a machine without the first may take instead; each is what another system calls the same face.
OTHER_NAMES: Final = {
    FANGSONG: ("仿宋", "FangSong", "FangSong_GB2312", "方正仿宋_GBK", "方正仿宋简体", "方正仿宋_GB2312"),
    HEI: ("SimHei", "方正黑体_GBK", "方正黑体简体"),
    KAI: ("楷体", "KaiTi", "KaiTi_GB2312", "方正楷体_GBK", "方正楷体简体", "方正楷体_GB2312"),
    SONG: ("SimSun", "新宋体", "NSimSun"),
    XIAOBIAOSONG: ("方正小标宋_GBK", "小标宋体", "方正小标宋", "FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05"),
}
LEVEL_FACES: Final = {1: HEI, 2: KAI, 3: FANGSONG, 4: FANGSONG}  # 7.3.3
RED: Final = "FF0000"


def twips(millimetres: float) -> int:
    """Twentieths of a point."""
    return round(millimetres / 25.4 * 1440)


@dataclass(frozen=True)
class Paper:
    """A sheet of paper with its margins, in millimetres."""

    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float

    @property
    def inner(self) -> int:
        """The width between the margins in twentieths of a point."""
        return twips(self.width) - twips(self.left) - twips(self.right)


PORTRAIT: Final = Paper(*A4, TOP, RIGHT, BOTTOM, LEFT)
# 横排表格: the sheet turned to the left, so that the head of the table lies at the left edge of the paper.
LANDSCAPE: Final = Paper(A4[1], A4[0], top=LEFT, right=TOP, bottom=RIGHT, left=BOTTOM)

"""A clean draft of a report: nothing in it is amiss. Places and people are invented."""

from collections.abc import Callable

import pytest

from luoshi.reader import read_text
from luoshi.reader.proofread import ProofRemark, proofread
from luoshi.reader.reading import Reading

DRAFT = """\
在2031年全县教育工作会议上的报告

县教育局党组书记、局长 邵宁
（2031年2月18日）

同志们：
今天，我们召开2031年全县教育工作会议。县委常委、宣传部部长程望，副县长骆青，县政府办公室副主任苗岭出席会议。下面，我代表县教育局作报告。

一、2030年工作回顾
过去一年，全县各级各类学校克服困难，教育工作取得明显成效。2030年，全县新建学校6所（小学3所、初中2所、高中1所），新增学位3240个。公开招聘教师142名，其中特岗教师65名。普惠性幼儿园覆盖率由86.2%提高到91.7%，提高5.5个百分点。全年投入教育资金1.86亿元，新建运动场7个、食堂4个，共11个。九年义务教育巩固率达到98.7%。
在肯定成绩的同时，也要看到，城区学位仍然紧张，音体美教师偏少，部分学校安全管理不够到位。

二、2031年重点工作
2031年，全县教育工作要坚持立德树人，重点抓好以下四个方面的工作：
（一）落实立德树人任务。健全中小学校党组织领导的校长负责制，建设市级德育基地4个。保障学生每天校内一小时体育活动，学生体质健康优良率达到60%以上。10月底前完成全县中小学生心理普测，建立学生心理健康台账。
（二）扩大优质教育资源。新建公办幼儿园2所，新增公办学位720个，普惠性幼儿园覆盖率达到93%。改造薄弱学校5所，九年义务教育巩固率保持在98.5%以上。实施县域普通高中振兴计划，2031年底前完成第一中学实验楼建设。
（三）建强教师队伍。招聘教师120名，选派骨干教师30名到乡村学校任教。开展师德专题教育，严肃查处有偿补课等行为。
（四）守牢安全底线。每学期开展一次校园安全隐患大排查，隐患整改率达到100%。开展校外培训机构专项治理，规范教育收费。

三、加强组织领导
各级各部门要优先保障教育投入，县财政局要足额落实教育经费。各学校要对照目标任务，细化工作措施，确保各项任务落到实处。
"""

Found = list[tuple[str, bool, list[str]]]
Judged = Callable[..., Found]


@pytest.fixture
def draft() -> str:
    return DRAFT


@pytest.fixture
def judged() -> Judged:
    """What proofreading says of the draft with words exchanged: code, whether sure, the words of each place."""

    def judge(*changes: tuple[str, str], **registers: object) -> Found:
        text = DRAFT
        for before, after in changes:
            assert text.count(before) >= 1, before
            text = text.replace(before, after, 1)
        return told(read_text(text), **registers)

    return judge


def told(reading: Reading, **registers: object) -> Found:
    return [
        (remark.code, remark.sure, [reading.quote(place) for place in remark.places])
        for remark in proofread(reading, **registers)
    ]


def codes(remarks: tuple[ProofRemark, ...]) -> list[str]:
    return [remark.code for remark in remarks]

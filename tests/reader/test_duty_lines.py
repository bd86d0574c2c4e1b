"""Every shape in which papers say who does a task; every office and person is invented."""

import pytest

from luoshi.reader import read_text
from luoshi.reader.write.ledger import rows

BEFORE = "青禾县教育局2031年工作要点\n一、扩大资源\n1.新建公办幼儿园2所"
BEHIND = "\n二、保障\n加强组织领导。\n"


def said(words):
    """Lead, assist, leader, person and limits of the first task, with nothing else read out of its duties."""
    ledger = [row for row in rows(read_text(BEFORE + words + BEHIND)) if "组织领导" not in row.measure]
    assert [row.measure for row in ledger] == ["新建公办幼儿园2所"]
    return tuple(
        filter(
            None,
            (ledger[0].lead, ledger[0].assist, ledger[0].leader, ledger[0].person, *(d.day for d in ledger[0].dues)),
        )
    )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("。（牵头单位：基建股；配合单位：学前股、县财政局）", ("基建股", "学前股、县财政局")),
        ("（牵头单位：基建股；配合单位：学前股）。", ("基建股", "学前股")),
        ("（责任单位：基建股，学前股，县财政局）。", ("基建股、学前股、县财政局",)),
        ("。责任单位：基建股、学前股", ("基建股、学前股",)),
        ("。——责任单位：基建股", ("基建股",)),
        ("。（基建股、学前股负责）", ("基建股、学前股",)),
        ("。（基建股牵头，学前股、县财政局配合）", ("基建股", "学前股、县财政局")),
        ("。\n牵头部门：基建股，配合部门：学前股、县财政局", ("基建股", "学前股、县财政局")),
        ("。\n牵头单位：基建股　　配合单位：学前股、县财政局", ("基建股", "学前股、县财政局")),
        ("。[牵头：基建股；配合：学前股]", ("基建股", "学前股")),
        ("。主办单位：基建股；协办单位：学前股", ("基建股", "学前股")),
        ("。牵头单位为基建股，配合单位为学前股。", ("基建股", "学前股")),
        ("。由基建股牵头，学前股配合。", ("基建股", "学前股")),
        ("，由基建股负责。", ("基建股",)),
        ("。（责任单位：市人社局、文广新局，团市委）", ("市人社局、市文广新局、团市委",)),
        ("。（责任单位：县教育局等，各乡镇人民政府）", ("县教育局、各乡镇人民政府",)),
        ("。（责任单位：县教育局，各县〔市、区、特区〕人民政府）", ("县教育局、各县〔市、区、特区〕人民政府",)),
        ("。（县教育局、县财政局按职责分工负责）", ("县教育局、县财政局",)),
        ("。县教育局、县财政局按职责分工负责。", ("县教育局、县财政局",)),
        ("。（县教育局牵头，县财政局等部门按职责分工负责）", ("县教育局", "县财政局")),
        ("。（牵头单位：县教育局、县发展改革局；配合单位：县财政局）", ("县教育局、县发展改革局", "县财政局")),
        ("。（县教育局、县财政局；排在第一位的为牵头单位）", ("县教育局", "县财政局")),
        ("。（责任单位：县教育局、县财政局，列第一位的为牵头单位，下同）", ("县教育局", "县财政局")),
        ("。(县教育局)", ("县教育局",)),
        ("。（责任单位：基建股 学前股 县财政局）", ("基建股、学前股、县财政局",)),
        ("。责任科室：基建股/学前股", ("基建股、学前股",)),
        ("。【责任领导：罗青　牵头科室：基建股　完成时限：8月底前】", ("基建股", "罗青", "2031-08-31")),
        ("。（责任单位：基建股；责任人：石开；完成时限：2031年8月）", ("基建股", "石开", "2031-08-31")),
        ("。牵头领导：罗青；牵头科室：基建股；配合科室：各科室", ("基建股", "各科室", "罗青")),
        (
            "。\n（1）牵头单位：基建股\n（2）配合单位：学前股\n（3）完成时限：8月底前",
            ("基建股", "学前股", "2031-08-31"),
        ),
    ],
)
def test_whoever_is_to_do_a_task_is_read_in_every_shape(words, expected):
    assert said(words) == expected


def test_a_duty_line_behind_several_items_answers_for_the_last():
    found = read_text(f"{BEFORE}。\n2.认定普惠园5所。\n责任单位：学前股{BEHIND}")
    assert [found.text[slice(*body.covers)] for body in found.bodies] == ["2.认定普惠园5所。"]

"""Who has to do something; all places and offices here are invented."""

import json
from itertools import accumulate, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from luoshi.reader import beside, lexicon, read_text
from luoshi.reader.bodies import bodies, find_bodies
from luoshi.reader.draft import Draft
from luoshi.reader.reading import Heading, Sentence
from luoshi.reader.source import Source
from luoshi.reader.text import Text


def one_task(text, kind="task"):
    return (Sentence(0, len(text), 1.0, "", kind, None),)


def found(text, kind="task"):
    return [(body.name, body.role) for body in find_bodies(text, one_task(text, kind), ())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "（牵头部门：市教育局，配合部门：市财政局、团市委）",
            [("市教育局", "lead"), ("市财政局", "assist"), ("团市委", "assist")],
        ),
        ("(牵头单位:市教育局;责任单位:各区人民政府)", [("市教育局", "lead"), ("各区人民政府", "owner")]),
        (
            "牵头部门：市教育局　　配合部门：市文广局、体育局",
            [("市教育局", "lead"), ("市文广局", "assist"), ("市体育局", "assist")],
        ),
        ("（责任科室：组干科、机关党委）", [("组干科", "owner"), ("机关党委", "owner")]),
        ("责任单位：市教育局，各区、市政府", [("市教育局", "owner"), ("各区、市政府", "owner")]),
        ("责任单位：各市、州、县人民政府，省体育局", [("各市、州、县人民政府", "owner"), ("省体育局", "owner")]),
        ("责任单位：各县〔市、区、特区〕人民政府", [("各县〔市、区、特区〕人民政府", "owner")]),
        ("（责任单位：县教育局等部门）", [("县教育局", "owner")]),
        ("牵头（责任）单位：基础教育科", [("基础教育科", "lead")]),
        ("牵头单位为市教育局，配合单位为市财政局。", [("市教育局", "lead"), ("市财政局", "assist")]),
        ("（市教育局，各县区政府负责）", [("市教育局", "owner"), ("各县区政府", "owner")]),
        (
            "（县教育局牵头，县委编办、财政局配合）",
            [("县教育局", "lead"), ("县委编办", "assist"), ("县财政局", "assist")],
        ),
        ("落实经费。（省教育厅、省财政厅）", [("省教育厅", "owner"), ("省财政厅", "owner")]),
        ("（教育、财政、人社部门按职责分工负责）", [("教育、财政、人社部门", "owner")]),
    ],
)
def test_lists_behind_items_give_each_body_its_role(text, expected):
    assert found(text) == expected


def test_a_label_for_a_person_or_a_day_ends_the_list_before_it():
    text = "责任领导：罗青 牵头科室：基教科 责任人：石开 配合科室：教研室、人事科 完成时限：6月底前"
    assert found(text) == [("基教科", "lead"), ("教研室", "assist"), ("人事科", "assist")]
    assert found("责任人：各学校、幼儿园") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("各县区要组织排查。", ["各县区"]),
        ("市、县两级财政部门要设立专项经费。", ["市、县两级财政部门"]),
        ("市、县（市、区）教育行政部门和学校要建立制度。", ["市、县（市、区）教育行政部门", "学校"]),
        ("各县区、市政府有关部门要加强领导。", ["各县区", "市政府有关部门"]),
        ("县财政、教育、审计等有关部门要加强检查。", ["县财政、教育、审计等有关部门"]),
        ("有条件的中小学要建设活动中心。", ["有条件的中小学"]),
        ("普通高中保证修完6个学分。", ["普通高中"]),
        ("建立制度，学校每学年要自评一次。", ["学校"]),
        ("一是各学校要开展排查。", ["各学校"]),
        ("各完全小学不能以任何理由停开体育课。", ["各完全小学"]),
        ("2. 各校要建立台账。", ["各校"]),
        ("各级、各类学校应开齐课程。", ["各级、各类学校"]),
    ],
)
def test_the_subject_of_a_duty_is_its_owner(text, expected):
    assert found(text) == [(name, "owner") for name in expected]


@pytest.mark.parametrize(
    "text",
    [
        "鼓励学校根据需要开设课程。",
        "推动学校要落实责任。",
        "任何学校不得组织竞赛。",
        "中小学校美育课程要引导学生。",
        "学校均衡发展。",
        "学校要素保障到位。",
        "各县教育局（社会事业局），各直属学校（含民办）：",
        "深化教育教学改革。（2030年完成）",
        "由校长负责。",
    ],
)
def test_what_only_looks_like_a_subject_is_none(text):
    assert found(text) == []


@pytest.mark.parametrize("kind", ["achievement", "goal", "framing", "meeting", "problem"])
def test_only_tasks_have_subjects(kind):
    assert found("各县区要组织排查。", kind) == []


def test_who_leads_and_who_shares_is_found_inside_a_sentence():
    assert found("由县教育局牵头，会同有关部门制定方案。") == [("县教育局", "lead")]
    assert found("健全教育部门牵头、有关部门分工负责的机制。") == [("教育部门", "lead"), ("有关部门", "owner")]


def test_a_short_name_inherits_the_level_before_it():
    assert found("责任单位：市人社局、文广新局，团市委") == [
        ("市人社局", "owner"),
        ("市文广新局", "owner"),
        ("团市委", "owner"),
    ]
    assert found("责任单位：南屏市教育局、财政局") == [("南屏市教育局", "owner"), ("南屏市财政局", "owner")]
    assert found("责任单位：市教育局、各学校、办公室") == [
        ("市教育局", "owner"),
        ("各学校", "owner"),
        ("办公室", "owner"),
    ]


def test_a_duty_line_covers_its_item_and_a_subject_its_sentence():
    text = (
        "（一）配齐教师。\n要配齐教师。\n牵头单位：县教育局，配合单位：县财政局\n（二）加大投入。\n各县区要加大投入。"
    )
    heading = Heading(0, 8, 1.0, "", 1, "", None)
    sentences = tuple(
        Sentence(start, end, 1.0, "", "task", 0)
        for start, end in pairwise(accumulate(map(len, text.splitlines(keepends=True)), initial=0))
    )
    covers = [(body.name, text[slice(*body.covers)]) for body in find_bodies(text, sentences, (heading,))]
    assert covers == [
        ("县教育局", "（一）配齐教师。\n要配齐教师。"),
        ("县财政局", "（一）配齐教师。\n要配齐教师。"),
        ("各县区", "各县区要加大投入。"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("城关镇、柳河镇要做好控辍保学。", ["城关镇", "柳河镇"]),
        ("各乡镇（街道）要做好控辍保学。", ["各乡镇（街道）"]),
        ("教材科要确保课前到书，安全科要加强检查。", ["教材科", "安全科"]),
        ("1.基教科、各学校要抓好常规管理。", ["基教科", "各学校"]),
        ("局办公室每月通报一次进展。", ["局办公室"]),
        ("会后各学校要传达会议精神。", ["各学校"]),
        ("6月底前各学校要完成整改。", ["各学校"]),
        ("县政府督查室要跟踪督办。", ["县政府督查室"]),
        ("各乡镇党委书记要亲自抓。", ["各乡镇党委书记"]),
        ("各学校校长、书记要亲自抓。", ["各学校校长、书记"]),
    ],
)
def test_a_subject_that_is_in_no_list_is_known_by_how_its_name_ends(text, expected):
    assert found(text) == [(name, "owner") for name in expected]


@pytest.mark.parametrize(
    "text",
    [
        "各学科要做好校本教研。",
        "推进小城镇要配齐教师。",
        "以教学为中心要抓好常规。",
        "公办、民办要同等对待。",
        "教师办公室要整洁。",
        "从细处要求自己。",
        "王校长要求各方配合。",
    ],
)
def test_what_only_ends_like_an_office_is_none(text):
    assert found(text) == []


def test_a_subject_covers_its_clauses_up_to_the_next_one_and_a_helper_what_it_helps_in():
    text = "县教育局要制定方案，报县政府，县财政局要积极配合，县住建局要加快审批。"
    covers = [(body.name, body.role, text[slice(*body.covers)]) for body in find_bodies(text, one_task(text), ())]
    first = "县教育局要制定方案，报县政府，县财政局要积极配合，"
    assert covers == [
        ("县教育局", "owner", first),
        ("县财政局", "assist", first),
        ("县住建局", "owner", "县住建局要加快审批。"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("县审计局要加大审计力度。", [("县审计局", "owner")]),
        ("一是落实。市将学前教育纳入考核。", [("市", "owner")]),
        ("一是落实。市要求各校整改。", []),
        ("县编办、县某某局等部门要按照职责分工积极配合。", [("县编办", "assist"), ("县某某局", "assist")]),
        ("每所学校要设计校操。", [("每所学校", "owner")]),
        ("区县要办好教育局长培训。", [("区县", "owner")]),
        ("学校负责人要带头。", []),
        ("形成政府牵头、部门配合的机制。", [("政府", "lead")]),
    ],
)
def test_any_office_of_a_level_and_the_bare_level_have_duties(text, expected):
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "市教育局会同编制、财政、公安等单位制定办法。",
            [("市教育局", "lead"), ("编制", "assist"), ("财政", "assist"), ("公安", "assist")],
        ),
        ("要会同市委农办将其列入重点。", [("市委农办", "assist")]),
        ("由市教育局会同市财政局负责。", [("市教育局", "lead"), ("市财政局", "assist")]),
        ("会同市委组织部、市教育局组织培训。", [("市委组织部", "assist"), ("市教育局", "assist")]),
        ("联合县公安局、县民政局开展整治。", [("县公安局", "assist"), ("县民政局", "assist")]),
        ("联合建设网络学习平台。", []),
    ],
)
def test_those_with_whom_something_is_done_assist(text, expected):
    assert found(text) == expected


def test_the_first_of_a_list_leads_where_the_text_says_so():
    text = "落实职责。（市教育局，市委农办，各县<市、区>人民政府，排名第一位为牵头单位，下同）\n加大投入。（市财政局、市教育局）"
    assert found(text) == [
        ("市教育局", "lead"),
        ("市委农办", "owner"),
        ("各县<市、区>人民政府", "owner"),
        ("市财政局", "lead"),
        ("市教育局", "owner"),
    ]
    assert found("加大投入。（市财政局、市教育局）") == [("市财政局", "owner"), ("市教育局", "owner")]


def test_the_step_fills_the_draft():
    source = Source("a.txt", "txt", "（责任单位：县教育局）")
    assert [body.name for body in bodies(Draft(source, Text.of(source.text))).bodies] == ["县教育局"]


PIECES = """牵头单位： 配合部门: 责任单位为 市教育局 各区 市政府 各学校 市、县 两级 财政部门
（ ） 〔 、 ， ； 。 由 牵头 负责 要 必须 团市委 体育局 等"""
pieces = st.sampled_from([*PIECES.split(), "\n", " ", "　"])


@given(st.lists(pieces, max_size=60).map("".join) | st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_whatever_the_text_bodies_lie_in_order_inside_it(text):
    given_bodies = find_bodies(text, one_task(text), ())
    for body in given_bodies:
        assert 0 <= body.start < body.end <= len(text)
        assert 0 <= body.covers.start <= body.covers.end <= len(text)
        assert body.role in ("lead", "assist", "owner")
        assert body.name.endswith(text[body.start : body.end])
    for before, after in pairwise(given_bodies):
        assert before.end <= after.start


@pytest.mark.parametrize(
    "piece",
    [
        "市级",
        "（",
        "市、",
        "（市、",
        "各区、",
        "牵头单位：",
        "（市教育局负责）",
        "，学校要",
        "由县由",
        "会同",
        "会同市局、",
        "。市将",
        "各书记、",
        "城关镇、",
        "，人事科要",
        "会后各学校",
    ],
)
def test_hostile_text_takes_linear_time(piece, growth):
    def find(size):
        text = piece * (size // len(piece))
        find_bodies(text, one_task(text), ())

    assert growth(find, 6_000) < 3.2


def test_the_labelled_plan_and_report_are_read_as_labelled(shared):
    for name in ("fuxin-2017", "ningxia-2026"):
        gold = json.loads((shared / "gold" / f"{name}.json").read_text("utf-8"))
        text, at, sentences = gold["clean"], 0, []
        for sentence in gold["sentences"]:
            start = text.index(sentence["text"], at)
            at = start + len(sentence["text"])
            sentences.append(Sentence(start, at, 1.0, "", sentence["kind"], None))
        given_bodies = {(body.start, body.end, body.role) for body in find_bodies(text, tuple(sentences), ())}
        labelled = {(body["start"], body["end"], body["role"]) for body in gold["bodies"]}
        assert len(given_bodies ^ labelled) <= 0.1 * len(labelled)


def test_every_label_of_the_lexicon_ends_what_is_asked():
    words = lexicon.load("bodies")
    labels = [w for key in ("bare_labels", "limit_labels", "leader_labels", "person_labels") for w in words[key]]
    for label in [*labels, *(f"{word}单位" for role in words["labels"].values() for word in role)]:
        text = f"加强食堂管理（{label}：安全科；牵头单位：后勤科）。"
        assert text[: beside.duty_start(text, 0, len(text))] == "加强食堂管理", label


@pytest.mark.parametrize(
    "place",
    ["校门口处", "楼梯拐角处", "薄弱处", "高中文科", "入学联办", "政务服务一网通办", "特事特办", "围绕中心"],
)
def test_what_only_ends_like_an_office_leads_nothing(place):
    text = f"{place}要设置防护设施。"
    assert found(text) == []


@pytest.mark.parametrize(
    "office", ["教材科", "体卫艺股", "项目办", "后勤服务中心", "政策法规与审批科", "县教育局基教科"]
)
def test_an_office_is_known_by_what_it_is_in_charge_of(office):
    assert found(f"{office}要抓好工作。") == [(office, "owner")]


@pytest.mark.parametrize(
    "words",
    ["青少年活动中心9月底前对外开放", "学生事务中心8月底前装修到位", "体育中心每周开放5天", "心理中心10月底前揭牌"],
)
def test_a_place_that_is_opened_or_fitted_out_is_no_body(words):
    found = read_text(f"青禾县教育局2031年工作要点\n一、建设\n{words}，要按期完成。")
    assert found.bodies == ()


def test_a_centre_that_does_something_by_a_day_is_a_body():
    found = read_text("青禾县教育局2031年工作要点\n一、建设\n资助中心10月底前发放助学金。")
    assert [body.name for body in found.bodies] == ["资助中心"]


def test_a_bracket_in_an_items_own_line_answers_for_that_line_only():
    found = read_text("青禾县教育局2031年工作要点\n一、建设\n1.消除大班额（基教股负责）\n2.新建学校（牵头：基建股）")
    assert [found.text[slice(*body.covers)] for body in found.bodies] == ["1.消除大班额", "2.新建学校"]

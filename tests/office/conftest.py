"""What tests of the office may ask for."""

from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[2] / "src" / "luoshi" / "samples"

REPORT = """云岭县召开2024年教育工作会议
3月1日，云岭县召开2024年教育工作会议，县教育局局长苏既明讲话。
过去一年，全县新增学位1200个，义务教育巩固率达到98.5%。
会议要求，要加快城东小学建设，8月底前投入使用。要加强师德师风建设，每学期开展一次专题培训。
"""


@pytest.fixture
def samples() -> Path:
    """The folder of the sample reports."""
    return SAMPLES


@pytest.fixture
def report_text() -> str:
    """A short report of an invented county."""
    return REPORT

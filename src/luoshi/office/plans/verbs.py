"""What the journal says of reports, in the words of its page."""

VERBS = {"report.receive": "收进报告", "report.discard": "删除报告"}

"""What the journal calls each thing done on the desk."""

VERBS = {
    "job.ask": "提出后台任务",
    "job.cancel": "取消后台任务",
    "ask.put": "向学校提出要求",
    "ask.withdraw": "撤回要求",
    "ask.answer": "登记办结",
    "delivery.try": "试发",
    "message.urgent": "发出急件",
    "file.receive": "收存文件",
    "file.discard": "删除文件",
    "behalf.begin": "开始代录",
    "behalf.end": "结束代录",
    "import.discard": "删去导入表格",
}

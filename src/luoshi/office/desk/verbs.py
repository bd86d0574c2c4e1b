"""What the journal calls each thing done on the desk."""

VERBS = {
    "job.ask": "提出后台任务",
    "job.cancel": "取消后台任务",
    "ask.put": "向学校提出要求",
    "ask.withdraw": "撤回要求",
    "ask.answer": "登记办结",
    "delivery.try": "试发",
    "message.urgent": "发出急件",
}

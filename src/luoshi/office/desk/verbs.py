"""What the journal calls each thing done on the desk."""

VERBS = {
    "job.ask": "提出后台任务",
    "job.cancel": "取消后台任务",
}

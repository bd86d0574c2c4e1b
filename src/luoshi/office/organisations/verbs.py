"""The Chinese label of every verb that this app writes into the journal."""

VERBS = {
    "organisation.open": "增设机构",
    "organisation.edit": "修改登记事项",
    "organisation.rename": "机构更名",
    "organisation.move": "变更隶属",
    "organisation.restage": "变更学段或性质",
    "organisation.merge": "机构并入",
    "organisation.close": "机构撤销",
}

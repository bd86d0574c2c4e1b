import json

import pytest
from jsonschema import Draft202012Validator, ValidationError

from luoshi.reader.write.as_json import to_json
from luoshi.reader.write.schema import reading_schema, written


@pytest.fixture(scope="module")
def validator():
    schema = reading_schema()
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def test_the_committed_schema_is_the_one_made_from_the_dataclasses(root):
    committed = (root / "docs" / "reading.schema.json").read_text("utf-8")
    assert committed == written(), "run: python -m luoshi.reader.write.schema > docs/reading.schema.json"


@pytest.mark.parametrize("name", ["reading", "table_reading"])
def test_what_is_written_follows_the_schema(validator, request, name):
    validator.validate(json.loads(to_json(request.getfixturevalue(name))))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda r: r.pop("noise"),
        lambda r: r["sentences"][0].update(kind="poem"),
        lambda r: r["figures"][0].update(value="many"),
        lambda r: r["figures"][0].update(confidence=1.5),
        lambda r: r["actions"][0].update(start=-1),
        lambda r: r["actions"][0].update(colour="red"),
        lambda r: r["meeting"].update(level="planet"),
        lambda r: r["bodies"][0].update(covers=[1, 2]),
    ],
)
def test_the_schema_notices_what_is_wrong(validator, reading, spoil):
    written_reading = json.loads(to_json(reading))
    spoil(written_reading)
    with pytest.raises(ValidationError):
        validator.validate(written_reading)

"""Something that holds a token, and asks the API with it."""

import json
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from luoshi.office.organisations import tokens
from luoshi.office.organisations.actor import Actor


class Program:
    """Asks as `by` might."""

    def __init__(self, by: Actor, scope: str = "act") -> None:
        until = timezone.localdate() + timedelta(days=30)
        _token, said = tokens.make("程序", scope=scope, expires_on=until, by=by)
        self.client = Client(headers={"authorization": f"Bearer {said}"})

    def get(self, path: str) -> Any:
        response = self.client.get(f"/api/v1/{path}")
        assert response.status_code == 200, response.content.decode()
        return response.json()

    def post(self, path: str, **given: Any) -> tuple[int, Any]:
        response = self.client.post(f"/api/v1/{path}", json.dumps(given), content_type="application/json")
        return response.status_code, response.json()

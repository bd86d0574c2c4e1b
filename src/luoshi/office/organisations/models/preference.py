"""What a person chose for themselves."""

from django.db import models

from luoshi.office.organisations.models.membership import Membership
from luoshi.office.organisations.models.person import Person


class Preference(models.Model):
    """个人设置: in which membership a person last worked, so that the next sign-in begins there."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="preference")
    last_membership = models.ForeignKey(Membership, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.person}"

"""人员: everybody the office knows by name, whether or not they ever sign in."""

from typing import TYPE_CHECKING, Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

if TYPE_CHECKING:
    from luoshi.office.organisations.actor import Actor


class PersonQuerySet(models.QuerySet["Person"]):
    """People, by who may see them."""

    def visible_to(self, actor: "Actor") -> "PersonQuerySet":
        """Those with a membership, now or once, in the actor's area, and oneself. An observer sees no persons."""
        own = models.Q(pk=actor.person.pk)
        if not actor.sees_persons:
            return self.filter(own)
        from luoshi.office.organisations.models.membership import Membership

        members = Membership.objects.filter(actor.area.q("organisation__path")).values("person")
        return self.filter(own | models.Q(pk__in=members))


class PersonManager(BaseUserManager["Person"].from_queryset(PersonQuerySet)):  # type: ignore[misc]  # made as it runs
    """Finds a person by the name they sign in with."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        found: Person = self.get(login=username)
        return found


class Person(AbstractBaseUser):
    """人员. `login` is None for those who never sign in; what they may do follows from their memberships alone."""

    login = models.CharField(max_length=60, unique=True, null=True, blank=True)
    name = models.CharField(max_length=60)
    staff_number = models.CharField(max_length=30, unique=True, null=True, blank=True)  # 工号
    mobile = models.CharField(max_length=20, blank=True)
    email = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    password_set_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)  # counts edits, so that two at once are noticed

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"

    objects = PersonManager()

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("name",)),)

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    @property
    def is_staff(self) -> bool:
        """Asked by libraries; Django's admin is not part of this product, so nobody is."""
        return False

    is_superuser = is_staff

    def has_perm(self, *_: Any) -> bool:
        """Asked by libraries; rights come from memberships, never from Django's permissions."""
        return False

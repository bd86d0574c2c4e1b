"""What may be typed in with each move of an assignment."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luoshi.office.desk import files
from luoshi.office.desk.behalf_forms import NamedOrganisationField
from luoshi.office.desk.files import Examined
from luoshi.office.desk.kinds import KINDS
from luoshi.office.organisations.actor import Actor
from luoshi.office.organisations.forms import PlainForm, day_field, document_field, dress
from luoshi.office.organisations.models import Membership, Organisation, Role
from luoshi.office.organisations.models.organisation import OrganisationQuerySet
from luoshi.office.plans.assignment import acts, parties
from luoshi.office.plans.assignment.adjusting import Asked
from luoshi.office.plans.assignment.moves import MOVES, why_not
from luoshi.office.plans.assignment.said import LONGEST, Said, Shown
from luoshi.office.plans.decision import Decision
from luoshi.office.plans.models import Adjustment, Assignment, Target
from luoshi.office.refused import Refused

if TYPE_CHECKING:
    from luoshi.office.plans.assignment.lists import Waiting

MOST_FILES = 12  # of one movement; a request holds 20 MB
MOST_TARGETS = 8  # that one movement gives figures for
BLANK = 3  # milestones that may be added at a time
ACCEPTED = ",".join(suffix for kind in KINDS.values() for suffix in kind.suffixes)
VERIFIERS = (Role.LEADER, Role.OFFICE, Role.SECTION, Role.INSPECTOR)

# What the box for words is called.
SAYS: dict[str, Promise] = {
    "note": gettext_lazy("办到哪一步了"),
    "report": gettext_lazy("办成了什么"),
    "ask_change": gettext_lazy("为什么"),
    "refuse_change": gettext_lazy("为什么不同意"),
    "send_back": gettext_lazy("还缺什么"),
    "verify": gettext_lazy("核验意见"),
    "sign": gettext_lazy("签批意见"),
    "behind": gettext_lazy("依据"),
    "on_track": gettext_lazy("依据"),
    "standing": gettext_lazy("依据"),
    "reopen": gettext_lazy("为什么要重新办理"),
    "recall": gettext_lazy("为什么收回"),
}


class FilesInput(forms.FileInput):
    """Several at once; a phone offers its camera beside its pictures."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """文件: as many as were chosen, each judged by itself."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list | tuple) else [data]
        found = [super(FilesField, self).clean(one, initial) for one in given if one]
        if len(found) > MOST_FILES:
            raise forms.ValidationError(_("一次最多交 %(most)s 个文件，其余的下次再交。") % {"most": MOST_FILES})
        return found


class MoveForm(PlainForm):
    """Words, and the version that the page showed; whose decision it was, where somebody else enters it."""

    words = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, one: Assignment, move: str, by: Actor, **kwargs: Any) -> None:
        initial = {"version": one.version, "decided_on": timezone.localdate(), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=initial, **kwargs)
        self.one, self.move, self.by = one, move, by
        self.closed = why_not(one, move, by=by)
        words = self.fields["words"]
        words.label, words.required = str(SAYS.get(move, _("说明"))), MOVES[move].needs_words
        words.error_messages["required"] = _("“%(move)s”要写几句话，说明情况。") % {"move": MOVES[move].label}
        self.begin()
        if acts.needs_decision(one, move, by=by):
            self.fields.update(decision_fields())
        for field in self.fields.values():
            dress(field)

    def begin(self) -> None:
        """What a form of one move adds once it knows the assignment."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        day = given.get("decided_on")
        if day and day > timezone.localdate():
            self.add_error("decided_on", _("决定日期 %(day)s 还没有到。") % {"day": day})
        return given

    def said(self, evidence: Sequence[Shown] = ()) -> Said:
        return Said(self.cleaned_data["words"], evidence, _decision(self.cleaned_data))

    @property
    def version_shown(self) -> int | None:
        found: int | None = self.cleaned_data["version"]
        return found


class ProofForm(MoveForm):
    """进展、报告: words with files, links and figures."""

    photos = FilesField(
        label=gettext_lazy("照片、文件"),
        required=False,
        widget=FilesInput(attrs={"accept": f"image/jpeg,image/png,{ACCEPTED}", "multiple": True, "data-photos": ""}),
        help_text=gettext_lazy(
            "可以一次选几张，手机上可以直接拍。图片里的字查不了密级标志，请自己看清楚再交；有学生正脸、姓名的先处理。"
        ),
        error_messages={"empty": gettext_lazy("文件是空的，没有内容。请看看是否选对了。")},
    )
    links = forms.CharField(
        label=gettext_lazy("链接"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("一行一个，前面可以写它是什么，如：公示 https://…"),
    )

    def begin(self) -> None:
        """A box for each target of the task, one for any other figure, and the milestones that are still ahead."""
        self.examined: list[Examined] = []
        self.targets = list(self.one.task.targets.all()[:MOST_TARGETS])
        for target in self.targets:
            self._figure_boxes(f"target{target.pk}", str(target), target.written_unit)
        self.fields["figure_words"] = forms.CharField(label=_("别的数据"), required=False, max_length=200)
        self._figure_boxes("figure", _("数值"), "")
        self.fields["as_of"] = day_field(_("数据截至哪天"), required=False, help_text=_("不填就是今天"))
        self.rare = ["links", "figure_words", "figure_value", "figure_unit", *(() if self.targets else ("as_of",))]
        ahead = list(self.one.milestones.filter(reached_on__isnull=True))
        if ahead and self.move == "note":
            choices = [("", _("没有")), *((str(one.pk), f"{one.due} {one.words}") for one in ahead)]
            self.fields["milestone"] = forms.ChoiceField(label=_("这次完成了哪个节点"), choices=choices, required=False)

    def _figure_boxes(self, name: str, label: str, unit: str) -> None:
        wrong = {"invalid": _("数值请写成数字，如 98.5。")}
        self.fields[f"{name}_value"] = forms.DecimalField(
            label=label, required=False, max_digits=24, decimal_places=6, error_messages=wrong
        )
        self.fields[f"{name}_unit"] = forms.CharField(label=_("单位"), required=False, max_length=20)
        self.initial[f"{name}_unit"] = unit

    def clean_links(self) -> list[Shown]:
        found, wrong = [], []
        for line in filter(None, (one.strip() for one in self.cleaned_data["links"].splitlines())):
            words, _space, link = line.rpartition(" ")
            shown = Shown(words.strip(), link=link)
            wrong += [fault for fault in shown.faults() if fault]
            found.append(shown)
        if wrong:
            raise forms.ValidationError(wrong)
        return found

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if given.get("figure_value") is not None and not given.get("figure_words"):
            self.add_error("figure_words", _("请写这个数据是什么，如：培训教师人数。"))
        if given.get("figure_words") and given.get("figure_value") is None and "figure_value" not in self.errors:
            self.add_error("figure_value", _("请写这个数据的数值。"))
        if given.get("as_of") and given["as_of"] > timezone.localdate():
            self.add_error("as_of", _("数据的日期 %(day)s 还没有到。") % {"day": given["as_of"]})
        self._examine(given.get("photos") or ())
        given["figures"] = self._figures(given)
        proof = (*self.examined, *(given.get("links") or ()), *given["figures"])
        if "photos" not in self.errors and (missing := acts.proof_missing(self.one, self.move, proof)):
            self.add_error("photos", missing)
        return given

    def _examine(self, given: Sequence[Any]) -> None:
        """Each file by the door of the desk, in memory; what is refused is written down there."""
        if self.closed:
            return
        for file in given:
            try:
                found = files.examine(file.read(), name=file.name, by=self.by, organisation=self.one.organisation)
            except Refused as refusal:
                self.add_error("photos", list(refusal.reasons))
            else:
                self.examined.append(found)

    def _figures(self, given: dict[str, Any]) -> list[Shown]:
        day: date = given.get("as_of") or timezone.localdate()
        rows: list[tuple[str, Target | None, str]] = [
            (str(target), target, f"target{target.pk}") for target in self.targets
        ]
        rows.append((given.get("figure_words", ""), None, "figure"))
        found = []
        for words, target, name in rows:
            value: Decimal | None = given.get(f"{name}_value")
            if value is not None:
                unit = given.get(f"{name}_unit", "")
                found.append(Shown(words[:200], target=target, value=value, unit=unit, as_of=day))
        return found

    @property
    def proofs(self) -> list[Shown]:
        """Links and figures; the files are kept when it is done."""
        return [*self.cleaned_data["links"], *self.cleaned_data["figures"]]


class BodyField(NamedOrganisationField):
    """An organisation by its name, or none. One that is closed is known by its name too, so that the verb says who
    carries on there."""

    def __init__(self, known: OrganisationQuerySet, **more: Any) -> None:
        super().__init__(known.open_on(timezone.localdate()), **more)
        self.closed = known.filter(closed_on__lte=timezone.localdate())

    def clean(self, value: Any) -> Organisation:
        said = str(value or "").strip()
        if not said:
            return cast("Organisation", None)
        closed = self.closed.filter(name=said)
        return closed[0] if len(closed) == 1 and not self.known.filter(name=said).exists() else super().clean(value)


class ChangeForm(MoveForm):
    """申请调整."""

    kind = forms.ChoiceField(
        label=gettext_lazy("要调整什么"), choices=Adjustment.Kind.choices, widget=forms.RadioSelect
    )
    new_due = day_field(gettext_lazy("延到哪天"), required=False, help_text=gettext_lazy("只在延期时填"))
    field_order = ("kind", "words", "new_due", "to")

    def begin(self) -> None:
        authority = self.one.task.plan.authority
        known = Organisation.objects.under(authority).exclude(pk=authority.pk)
        said = _("只在改由其他单位承办时填，写全称或简称；不清楚的空着，由局里定。")
        self.fields["to"] = BodyField(known, label=_("应当由谁承办"), required=False, help_text=said)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        asked = self._asked(given)
        if "new_due" not in self.errors and (wrong := asked.wrong_day(self.one)):
            self.add_error("new_due", wrong)
        if wrong := asked.wrong_body(self.one):
            self.add_error("to", wrong)
        return given

    def _asked(self, given: dict[str, Any]) -> Asked:
        body = given.get("to") if given.get("kind") == Adjustment.Kind.REASSIGN else None
        return Asked(given.get("kind", ""), given.get("words", ""), given.get("new_due"), body or None)

    def asked(self) -> Asked:
        return self._asked(self.cleaned_data)


class VerifierForm(MoveForm):
    """指定核验人."""

    def begin(self) -> None:
        del self.fields["words"]
        authority, own = self.one.task.plan.authority, self.one.organisation_id
        held = Membership.objects.in_force(timezone.localdate()).filter(role__in=VERIFIERS, deputises__isnull=True)
        held = held.filter(organisation__path__startswith=authority.path).exclude(organisation=own)
        held = held.filter(~Q(role=Role.INSPECTOR) | Q(pk__in=parties.inspectors_of(self.one.organisation)))
        field = forms.ModelChoiceField(
            held.select_related("organisation", "person").order_by("organisation__path", "order", "pk"),
            label=_("由谁核验"),
            empty_label=_("请选择"),
            help_text=_("局领导、局机关人员或管这个单位的责任督学；承办单位自己的人不能核验。"),
            error_messages={"invalid_choice": _("选的人现在不在本局任职，请另选一位。")},
        )
        self.fields["verifier"] = field
        self.initial["verifier"] = self.one.verifier_id


class MilestonesForm(MoveForm):
    """设置节点: those ahead, and some blank lines; a line that is emptied is taken away."""

    def begin(self) -> None:
        del self.fields["words"]
        ahead = list(self.one.milestones.filter(reached_on__isnull=True))
        self.lines = range(len(ahead) + BLANK)
        for line in self.lines:
            label = _("第 %(line)s 个节点") % {"line": line + 1}
            self.fields[f"words{line}"] = forms.CharField(label=label, required=False, max_length=200)
            self.fields[f"due{line}"] = day_field(_("到哪天完成"), required=False)
            if line < len(ahead):
                self.initial[f"words{line}"], self.initial[f"due{line}"] = ahead[line].words, ahead[line].due

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        for line in self.lines:
            words, due = given.get(f"words{line}"), given.get(f"due{line}")
            if words and not due and f"due{line}" not in self.errors:
                self.add_error(f"due{line}", _("请写这个节点到哪天完成。"))
            if due and not words:
                self.add_error(f"words{line}", _("请写这个节点要完成什么。"))
            if due and self.one.due and due > self.one.due:
                self.add_error(f"due{line}", _("晚于完成时限 %(last)s。") % {"last": self.one.due})
        return given

    def wanted(self) -> list[tuple[str, date]]:
        given = self.cleaned_data
        return [(given[f"words{line}"], given[f"due{line}"]) for line in self.lines if given[f"words{line}"]]


class PieceForm(MoveForm):
    """分办: what is asked of others, and by when."""

    due = day_field(gettext_lazy("完成时限"), required=False, help_text=gettext_lazy("不填就与您自己的时限相同"))

    def begin(self) -> None:
        words = self.fields["words"]
        words.label, words.help_text = _("要它们做什么"), _("不写就是任务原文")
        words.widget = forms.Textarea(attrs={"rows": 2})
        assert isinstance(words, forms.CharField)
        words.max_length = 300
        words.validators = [one for one in words.validators if getattr(one, "limit_value", None) != LONGEST]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if len(given.get("words", "")) > 300:
            self.add_error("words", _("内容太长，最多 300 字。"))
        if given.get("due") and given["due"] < timezone.localdate():
            self.add_error("due", _("完成时限 %(due)s 已经过去。") % {"due": given["due"]})
        if given.get("due") and self.one.due and given["due"] > self.one.due:
            said = {"due": given["due"], "own": self.one.due}
            self.add_error("due", _("完成时限 %(due)s 晚于您自己的时限 %(own)s。") % said)
        return given


class ManyForm(PlainForm):
    """The same for many: which move, words, and whose decision where somebody else's is entered."""

    def __init__(self, waiting: "Waiting", *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, initial={"decided_on": timezone.localdate()}, **kwargs)
        self.moves = waiting.moves
        if waiting.words:
            self.fields["words"] = forms.CharField(
                label=str(waiting.words), required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 2})
            )
        if "grant_change" in waiting.moves and by.role == Role.OFFICE:
            self.fields.update(decision_fields())
        for field in self.fields.values():
            dress(field)

    @property
    def move(self) -> str:
        """The button that was pressed; the first where somebody pressed Enter."""
        given = self.data.get("move", "")
        return given if given in self.moves else self.moves[0]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if "words" in given and MOVES[self.move].needs_words and not given["words"]:
            self.add_error("words", _("“%(move)s”要写几句话，说明情况。") % {"move": MOVES[self.move].label})
        return given

    def said(self) -> Said:
        return Said(self.cleaned_data.get("words", ""), decision=_decision(self.cleaned_data))


def decision_fields() -> dict[str, Any]:
    """Whose decision, of which day, by which paper."""
    return {
        "decided_by": forms.CharField(
            label=_("谁决定的"), max_length=120, help_text=_("会议或领导，如：李望舒；局长办公会第6次会议")
        ),
        "decided_on": day_field(_("决定日期")),
        "document": document_field(),
    }


def _decision(given: dict[str, Any]) -> Decision | None:
    return Decision(given["decided_by"], given["decided_on"], given["document"]) if "decided_by" in given else None


FORMS: dict[str, type[MoveForm]] = {
    "note": ProofForm,
    "report": ProofForm,
    "ask_change": ChangeForm,
    "name_verifier": VerifierForm,
    "plan_milestones": MilestonesForm,
}


def form_for(move: str, *args: Any, one: Assignment, by: Actor) -> MoveForm:
    """Bound where data are given."""
    return FORMS.get(move, MoveForm)(*args, one=one, move=move, by=by)

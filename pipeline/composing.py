"""The mails of a month are written (写信), in memory: the month as last run → what is said to whom."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.addresses import addresses
from pipeline.delivery.letters import letter, office_facts, review_facts, template
from pipeline.delivery.mail import Attachment, Mail, Purpose, Sender
from pipeline.findings import PipelineError
from pipeline.issued import Issued, circular, issued, judged_again
from pipeline.making import RETURNED, REVIEW
from pipeline.model import Month
from pipeline.period import Period, working_day
from pipeline.settings import Settings
from pipeline.workspace import REMINDER, RETURN_LETTER, Workspace

if TYPE_CHECKING:
    from pipeline.formats.templates import Fact
    from pipeline.model import Unit

USUAL = (Purpose.CIRCULAR, Purpose.RETURN, Purpose.REMINDER)


@dataclass(frozen=True, slots=True)
class Outgoing:
    """All mails of a month that were asked for, and who sends them.

    ``remarks`` are what a person should know before they leave, ``withheld`` why a mail that was asked for is none.
    """

    mails: tuple[Mail, ...]
    sender: Sender
    remarks: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()


def outgoing(
    workspace: Workspace, period: Period, *, today: date, purposes: Collection[Purpose], heard: Callable[[str], None]
) -> Outgoing:
    """Write the mails of a month; nothing is written to the disk.

    A :class:`PipelineError` where the month has not been run, or what came in since would change it.
    """
    return _Writer(workspace, period, today, heard).outgoing(purposes)


def lacking(mail: Mail) -> tuple[str, ...]:
    """What a mail lacks of addresses, in sentences."""
    wrong = (f"“{each}”不是邮箱，没有采用。请在目标任务台账或设置里改正。" for each in mail.wrong)
    unreached = (f"{each}没有邮箱，收不到。请填入目标任务台账的“责任单位”表。" for each in mail.unreached)
    register = "目标任务台账的“责任单位”表"
    where = f"[mail] 的 recipients 或{register}" if mail.purpose is Purpose.CIRCULAR else register
    nobody = () if mail.to else (f"没有邮箱。请填入{where}。",)
    return (*wrong, *unreached, *nobody)


class _WithheldError(Exception):
    """Why a mail cannot be written, in a sentence."""


@dataclass(frozen=True, slots=True)
class _Writer:
    """The mails of one month, being written."""

    workspace: Workspace
    period: Period
    today: date
    heard: Callable[[str], None]

    def outgoing(self, purposes: Collection[Purpose]) -> Outgoing:
        settings = self.workspace.settings()
        last = issued(self.workspace, self.period)
        month = judged_again(self.workspace, last, today=self.today, heard=self.heard)
        self.heard("写邮件")
        mail = settings.mail
        sender = Sender(mail.sender or mail.user, mail.sender_name or settings.office.name)
        mails: list[Mail] = []
        remarks: list[str] = []
        withheld: list[str] = []
        if Purpose.CIRCULAR in purposes:
            try:
                mails.append(self._circular(month, last, settings, remarks))
            except _WithheldError as fault:
                withheld.append(str(fault))
        if Purpose.RETURN in purposes:
            mails.extend(self._returns(month, last, settings))
        if Purpose.REMINDER in purposes:
            mails.extend(self._reminders(month, settings))
        if Purpose.REVIEW in purposes:
            mails.extend(self._reviews(month, settings))
        return Outgoing(tuple(mails), sender, tuple(remarks), tuple(withheld))

    def _circular(self, month: Month, last: Issued, settings: Settings, remarks: list[str]) -> Mail:
        found = circular(last)
        if found.data is None:
            raise _WithheldError(f"没有写通报的邮件：{found.remark}")
        remarks += [found.remark] * bool(found.remark)
        if not (month.issue.number and month.issue.dated):
            remarks.append("通报还没有文号或成文日期。请先填入 本月事项.xlsx 的“发文”表，重新运行后再发。")
        enclosed = _enclosed(last.folder, settings.mail.enclosed, settings.mail.attachment_bytes)
        attachments = (Attachment(found.name, found.data), *enclosed)
        office = settings.office
        facts: dict[str, Fact] = {
            **office_facts(office),
            "月份": month.period.words,
            "标题": last.report["issue"]["title"],
            "文号": month.issue.number,
            "主送": office.approved_addressees if month.issue.approved else office.addressees,
            "附件": [each.name for each in attachments],
        }
        subject, body = letter(Purpose.CIRCULAR, self._wording(Purpose.CIRCULAR), facts)
        to, wrong, unreached = _recipients(settings, month)
        return Mail(self.period, Purpose.CIRCULAR, "", to, subject, body, attachments, wrong, unreached)

    def _returns(self, month: Month, last: Issued, settings: Settings) -> Iterator[Mail]:
        from pipeline.forms.returned import cover_letter, units_to_return

        wording = self.workspace.template(RETURN_LETTER)
        by_unit = {Path(name).stem.partition("（新稿")[0]: name for name in last.report["outputs"]["returned"]}
        for unit in units_to_return(month):
            path = last.folder / by_unit.get(unit, f"{RETURNED}/{unit}.xlsx")
            if not path.is_file():
                raise PipelineError(f"{self.workspace.name(path)} 不在了。请重新运行 tongbao run {self.period}。")
            attached = Attachment(f"退回修改（{unit}）.xlsx", path.read_bytes())
            said = cover_letter(month, unit, settings.office, wording)
            yield self._to_unit(Purpose.RETURN, month, unit, {"退回说明": said}, (attached,))

    def _reminders(self, month: Month, settings: Settings) -> Iterator[Mail]:
        """A unit that gets a return is asked there for what it left empty: once is enough."""
        from pipeline.forms.reminder import reminder, units_to_remind
        from pipeline.forms.returned import units_to_return

        wording = self.workspace.template(REMINDER)
        asked = units_to_return(month)
        for unit in units_to_remind(month):
            if unit not in asked:
                said = reminder(month, unit, settings.office, wording, self.today)
                yield self._to_unit(Purpose.REMINDER, month, unit, {"催报": said})

    def _reviews(self, month: Month, settings: Settings) -> Iterator[Mail]:
        until = working_day(self.today, settings.mail.review_days, month.register.holidays)
        leading = {each.unit for each in month.assessments}
        for unit in month.units:
            if unit.name in leading and unit.reported:
                facts = review_facts(month, unit.name, settings.judging, until)
                yield self._to_unit(Purpose.REVIEW, month, unit.name, {**office_facts(settings.office), **facts})

    def _to_unit(
        self,
        purpose: Purpose,
        month: Month,
        unit: str,
        facts: "Mapping[str, Fact]",
        attachments: tuple[Attachment, ...] = (),
    ) -> Mail:
        usual: dict[str, Fact] = {"单位": unit, "月份": month.period.words}
        subject, body = letter(purpose, self._wording(purpose), {**usual, **facts})
        to, wrong = addresses(_unit(month, unit).mail)
        return Mail(self.period, purpose, unit, to, subject, body, attachments, wrong)

    def _wording(self, purpose: Purpose) -> str:
        return self.workspace.template(template(purpose))


def _unit(month: Month, name: str) -> "Unit":
    return next(each for each in month.register.units if each.name == name)


def _recipients(settings: Settings, month: Month) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Whom the circular goes to, what stands there and is no address, the units that have none."""
    if settings.mail.recipients.strip():
        to, wrong = addresses(settings.mail.recipients)
        return to, wrong, ()
    found = {each.name: addresses(each.mail) for each in month.register.units}
    to = tuple(dict.fromkeys(one for good, _ in found.values() for one in good))
    wrong = tuple(one for _, bad in found.values() for one in bad)
    return to, wrong, tuple(name for name, (good, _) in found.items() if not good)


def _enclosed(folder: Path, written: str, most: int) -> Iterator[Attachment]:
    """The files that go with the circular; a large one is named and not read."""
    for name in dict.fromkeys(filter(None, (each.strip() for each in written.replace("；", "、").split("、")))):
        path, fault = folder / name, ""
        if name != path.name or name.startswith(Path(REVIEW).stem):
            fault = "不能随通报发，只能写当月文件夹里的文件名，核稿除外"
        elif not path.is_file():
            fault = "不在当月文件夹里，请放进去或改设置"
        elif path.stat().st_size > most:
            fault = "超过了 attachment_bytes，请换成小的或改设置"
        if fault:
            raise _WithheldError(f"没有写通报的邮件：[mail] 的 enclosed 里“{name}”{fault}。")
        yield Attachment(name, path.read_bytes())

"""The month's mails leave (寄送): as drafts on the disk, and, when asked, over the server, each of them once."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from pipeline import publishing
from pipeline.addresses import is_address
from pipeline.composing import Outgoing, lacking
from pipeline.delivery.drafts import files_of
from pipeline.delivery.journal import Journal
from pipeline.delivery.mail import Mail, Purpose, Sender, eml
from pipeline.delivery.posting import Answer, Letter, Server, post
from pipeline.delivery.posting import Fate as Fate
from pipeline.delivery.selecting import Sent, note, sent_before
from pipeline.drafting import write_drafts
from pipeline.findings import PipelineError
from pipeline.period import Period
from pipeline.settings import Mail as Mailing
from pipeline.workspace import Workspace

JOURNAL = "发送记录.jsonl"


@dataclass(frozen=True, slots=True)
class Posting:
    """How mails are sent: over which server, as of when, with which pauses; ``again`` also those sent otherwise.

    ``most_bytes`` is what the attachments of a mail may come to.
    """

    server: Server
    sent_at: datetime
    waits: Sequence[float]
    most_bytes: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mail to one address (empty for a mail, or a unit, that has none).

    ``before`` is a mail that had been sent before, and was not sent now.
    """

    mail: Mail
    address: str
    answer: Answer
    before: bool = False


def server_of(mail: Mailing, password: Callable[[str], str]) -> Server:
    """The server that the settings name, with the password of its user; a :class:`PipelineError` where they do not."""
    user = mail.user
    if not (mail.host and user):
        raise PipelineError("还没有设发信的邮箱。请在 inputs/settings.toml 的 [mail] 里填 host 和 user。")
    return Server(mail.host, mail.port, mail.security, user, password(user))


def write(workspace: Workspace, period: Period, going: Outgoing, purposes: Collection[Purpose]) -> tuple[str, ...]:
    """Write the drafts; the files of them that a person has changed stay as they are, and are named."""
    with publishing.alone(workspace.outputs):
        return write_drafts(workspace.mails(period), going.mails, going.sender, purposes)


def sent_so_far(workspace: Workspace, period: Period, going: Outgoing) -> Mapping[tuple[str, str], Sent]:
    """What the journal says of each mail, by its name and address."""
    journal = Journal(workspace.mails(period) / JOURNAL)
    return {(mail.name, to): sent_before(journal, mail, to) for mail in going.mails for to in mail.to}


def send(
    workspace: Workspace,
    period: Period,
    going: Outgoing,
    posting: Posting,
    *,
    held: Collection[str] = (),
    heard: Callable[[str], None] = lambda _: None,
) -> Iterator[Outcome]:
    """Send what has not been sent yet, one address after another, and tell each outcome as it comes.

    ``held`` are files of drafts that a person has changed: such a mail is theirs to send. One run sends at a time.

    That a mail is about to be handed over is on disk before, and that the server took it right after. Only where a run
    dies between the server's answer and that line can a mail go twice; it then has the same Message-ID.
    """
    if not is_address(going.sender.address):
        raise PipelineError("没有写明发件人。请在 inputs/settings.toml 的 [mail] 里填 user（登录用的邮箱）。")
    with publishing.alone(workspace.outputs):
        journal = Journal(workspace.mails(period) / JOURNAL)
        letters: list[Letter] = []
        mails: list[Mail] = []
        for mail in going.mails:
            yield from (Outcome(mail, "", Answer(Fate.REFUSED, each)) for each in lacking(mail))
            if fault := _fault(mail, going.sender, held, posting.most_bytes):
                yield Outcome(mail, "", Answer(Fate.REFUSED, fault))
                continue
            data = eml(mail, going.sender, posting.sent_at)
            for to in mail.to:
                before = sent_before(journal, mail, to)
                if before.same or (before.other and not posting.again):
                    yield Outcome(mail, to, _already(before), before=True)
                else:
                    said = partial(note, journal, mail, going.sender, to, posting.sent_at)
                    letters.append(Letter(going.sender.address, to, data, said))
                    mails.append(mail)
        for number, answer in post(letters, posting.server, waits=posting.waits, heard=heard):
            yield Outcome(mails[number], letters[number].address, answer)


def _fault(mail: Mail, sender: Sender, held: Collection[str], most_bytes: int) -> str:
    """Why a mail cannot be sent as it is; empty where it can."""
    if set(files_of(mail, sender)) & set(held):
        return "草稿被人改过，没有替你发。请把改过的草稿从邮箱里发出；要发程序写的，请移走草稿再运行。"
    size = sum(len(each.data) for each in mail.attachments)
    if size > most_bytes:
        return f"附件共{size / 1e6:.1f}兆，超过 [mail] 的 attachment_bytes，没有发。请从网页邮箱发草稿。"
    return ""


def _already(before: Sent) -> Answer:
    if before.same:
        return Answer(Fate.SENT)
    return Answer(Fate.REFUSED, f"{before.other}已发过另一稿，现在内容有变化，没有再发。确要再发的，加 --again。")

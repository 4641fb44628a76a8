"""The commands of the mailbox (收发邮件): what goes to the units, and what they send. Passwords are read here only."""

import os
import sys
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

import click

from pipeline.cli.arguments import DONE, PERIOD, WITH_ERRORS
from pipeline.findings import PipelineError
from pipeline.period import Period
from pipeline.speaking import ChineseCommand, progress
from pipeline.workspace import Workspace

if TYPE_CHECKING:
    from pipeline.composing import Outgoing
    from pipeline.delivery.mail import Mail
    from pipeline.delivery.selecting import Sent
    from pipeline.fetching import Fetched
    from pipeline.sending import Outcome
    from pipeline.settings import Settings

SMTP_PASSWORD, IMAP_PASSWORD = "TONGBAO_SMTP_PASSWORD", "TONGBAO_IMAP_PASSWORD"
_KEYRING = "tongbao"
_TIMES = (1, 2, 4)
_MOST_NAMED = 30


@click.command(cls=ChineseCommand)
@PERIOD
@click.option("--review", is_flag=True, help="通报印发前，把各单位的数据和将要作出的结论发给它核对。")
@click.option("--only", multiple=True, type=click.Choice(("通报", "退回", "催报")), help="只要这一类；可以写几次。")
@click.option("--dry-run", is_flag=True, help="只列出谁会收到什么，什么都不写。")
@click.option("--smtp", is_flag=True, help="写好草稿后，用邮箱真的发出去；发过的不再发。")
@click.option("--again", is_flag=True, help="以前发过、现在内容有变化的，再发一次。")
@click.pass_obj
def send(
    workspace: Workspace, period: Period, review: bool, only: tuple[str, ...], dry_run: bool, smtp: bool, again: bool
) -> int:
    """给各单位写邮件：通报、退回表、催报。不加 --smtp 只写草稿，什么都不发出。

    草稿在 outputs/月份/邮件/：.eml 用 Outlook、Foxmail 打开就能发，同名文件夹里是附件、收件人和正文，供网页邮箱粘贴。
    """
    from pipeline import sending
    from pipeline.catalogue import require_known
    from pipeline.composing import USUAL, outgoing
    from pipeline.delivery.mail import Purpose

    if review and only:
        raise PipelineError("--review 只写核对邮件，不能和 --only 一起用。请去掉一个。")
    settings = workspace.settings()
    require_known(settings.severities)
    server = sending.server_of(settings.mail, partial(_password, SMTP_PASSWORD)) if smtp and not dry_run else None
    purposes = (Purpose.REVIEW,) if review else tuple(Purpose(each) for each in only) or USUAL
    with progress(sys.stderr.isatty()) as heard:
        going = outgoing(workspace, period, today=date.today(), purposes=purposes, heard=heard)  # noqa: DTZ011
        if dry_run:
            click.echo("\n".join(_table(going, sending.sent_so_far(workspace, period, going))))
            return DONE
        theirs = sending.write(workspace, period, going, purposes)
        click.echo("\n".join(_written(workspace, period, going, theirs)))
        if server is None:
            return DONE
        posting = sending.Posting(
            server=server,
            sent_at=datetime.now().astimezone(),
            waits=[settings.mail.retry_seconds * times for times in _TIMES] if settings.mail.retry_seconds else [],
            most_bytes=settings.mail.attachment_bytes,
            again=again,
        )
        sent = not_sent = before = 0
        for each in sending.send(workspace, period, going, posting, held=theirs, heard=heard):
            fine = each.answer.fate is sending.Fate.SENT
            before += fine and each.before
            sent += fine and not each.before
            not_sent += not fine
            click.echo(_told(each, fine))
    click.echo(f"发出{sent}封，以前已发{before}封，没有发成{not_sent + len(going.withheld)}封。")
    return WITH_ERRORS if not_sent or going.withheld else DONE


@click.command(cls=ChineseCommand)
@PERIOD
@click.option("--all", "everybody", is_flag=True, help="带附件的信都收，不只收目标任务台账里登记了邮箱的单位。")
@click.pass_obj
def fetch(workspace: Workspace, period: Period, everybody: bool) -> int:
    """从邮箱收当月的信，存到 inputs/年/月/邮件/，再运行 tongbao run 就读得到。

    收当月1日到次月15日的信，每封只收一次。只看不动：邮箱里的信不会标为已读，也不会移动、删除。
    """
    from pipeline import fetching

    settings = workspace.settings()
    server = fetching.server_of(settings.mail, partial(_password, IMAP_PASSWORD))
    with progress(sys.stderr.isatty()) as heard:
        fetched = fetching.fetch(workspace, period, server, everybody=everybody, heard=heard)
    click.echo("\n".join(_fetched(workspace, period, fetched, settings)))
    return WITH_ERRORS if fetched.broken or fetched.heavy else DONE


def _password(variable: str, user: str) -> str:
    """The password of a mailbox: from the environment, else from the system's keyring where that is installed."""
    if given := os.environ.get(variable):
        return given
    if user and (kept := _kept(user)):
        return kept
    raise PipelineError(
        f"没有授权码。请把邮箱的授权码放进环境变量 {variable}，"
        f"或装上 tongbao[keyring] 后运行 keyring set {_KEYRING} {user or '邮箱'}。不要写进文件。"
    )


def _kept(user: str) -> str:
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return ""
    try:
        return keyring.get_password(_KEYRING, user) or ""
    except KeyringError:
        return ""


def _table(going: "Outgoing", so_far: "Mapping[tuple[str, str], Sent]") -> Iterator[str]:
    """Who would get what."""
    from pipeline.composing import lacking

    yield f"共{len(going.mails)}封，什么都没有写、没有发："
    for mail in going.mails:
        yield f"{mail.name}"
        yield f"  主题：{mail.subject}"
        yield f"  附件：{_files(mail)}"
        yield from (f"  收件：{to}{_marked(so_far[mail.name, to])}" for to in mail.to)
        yield from (f"  缺：{each}" for each in lacking(mail))
    yield from (*going.remarks, *going.withheld)


def _files(mail: "Mail") -> str:
    return "、".join(f"{each.name}（{len(each.data) / 1000:.0f} KB）" for each in mail.attachments) or "无"


def _marked(so_far: "Sent") -> str:
    if so_far.same:
        return "（已发）"
    if so_far.in_doubt:
        return "（上次发到一半，会用同一编号重发）"
    return f"（{so_far.other}发过另一稿）" if so_far.other else ""


def _written(workspace: Workspace, period: Period, going: "Outgoing", theirs: tuple[str, ...]) -> Iterator[str]:
    from pipeline.composing import lacking

    yield f"已写出 {workspace.name(workspace.mails(period))}/：{len(going.mails)}封草稿。"
    for mail in going.mails:
        yield f"  {mail.name}：{len(mail.to)}个邮箱，附件{len(mail.attachments)}个"
        yield from (f"    {each}" for each in lacking(mail))
    yield from (f"{each} 被人改过，没有覆盖。" for each in theirs)
    yield from (*going.remarks, *going.withheld)


def _told(outcome: "Outcome", fine: bool) -> str:
    to = f" → {outcome.address}" if outcome.address else ""
    word = ("以前已发" if outcome.before else "已发出") if fine else f"没有发成：{outcome.answer.sentence}"
    return f"{outcome.mail.name}{to}：{word}"


_REGISTERED = "目标任务台账的“责任单位”表"


def _fetched(workspace: Workspace, period: Period, fetched: "Fetched", settings: "Settings") -> Iterator[str]:
    yield f"收下{len(fetched.saved)}封，存在 {workspace.name(workspace.fetched(period))}/；以前收过{fetched.known}封。"
    yield from (f"  {each}" for each in fetched.saved)
    most = settings.limits.file_bytes / 1e6
    named = (
        (fetched.heavy, f"太大（超过{most:g}兆），没有收，请在网页邮箱里下载附件"),
        (fetched.empty, "单位来信，没有附件，没有收"),
        (fetched.strangers, f"带附件，但发件的邮箱不在{_REGISTERED}里，没有收；要收的，填进去，或加 --all"),
    )
    for mails, why in named:
        if mails:
            yield f"{why}：{len(mails)}封"
            yield from (f"  {each}" for each in mails[:_MOST_NAMED])
            if len(mails) > _MOST_NAMED:
                yield f"  ……另有{len(mails) - _MOST_NAMED}封"
    if fetched.letters or fetched.notices:
        yield f"另有没有附件的其他来信{fetched.letters}封，退信和回执{fetched.notices}封，没有收。"
    if fetched.saved:
        yield f"请再运行 tongbao run {period}。"
    if fetched.broken:
        yield fetched.broken

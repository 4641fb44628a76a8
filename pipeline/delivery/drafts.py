"""A draft (草稿) as files: an .eml, and a folder with its parts for those who write their mails on the web."""

from pipeline.delivery.mail import Mail, Sender, eml
from pipeline.names import clean, file_name

TO, TEXT = "收件人.txt", "正文.txt"


def files_of(mail: Mail, sender: Sender) -> dict[str, bytes]:
    """The files of one draft, by path below the folder of the drafts."""
    name = file_name(mail.name)
    to = "；\n".join(mail.to) or "（没有邮箱，请填写）"
    return {
        f"{name}.eml": eml(mail, sender),
        f"{name}/{TO}": _for_notepad(to),
        f"{name}/{TEXT}": _for_notepad(f"主题：{clean(mail.subject)}\n\n{mail.body}"),
        **{f"{name}/{file_name(each.name)}": each.data for each in mail.attachments},
    }


def _for_notepad(text: str) -> bytes:
    """UTF-8 with its mark and Windows line ends: what opens rightly everywhere."""
    return b"\xef\xbb\xbf" + "\r\n".join(text.splitlines()).encode("utf-8", "replace") + b"\r\n"

"""What still has to be sent (待发): told by the journal, so that nothing that was sent is sent again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pipeline.delivery.journal import Journal
from pipeline.delivery.mail import Mail, Sender, message_id
from pipeline.delivery.posting import Fate

_SENDING, _SENT, _NOT_SENT = "sending", "sent", "not sent"


@dataclass(frozen=True, slots=True)
class Sent:
    """What the journal says of a mail to an address.

    ``same`` was sent as it is now; ``other`` is when it was sent with another content, empty where it was not; of one
    that is ``in_doubt`` a run broke off between handing it over and hearing the answer.
    """

    same: bool = False
    other: str = ""
    in_doubt: bool = False


def sent_before(journal: Journal, mail: Mail, address: str) -> Sent:
    """What the journal says of a mail to an address."""
    about = [each for each in journal.lines if _is_about(each, mail, address)]
    same = [each.get("state") for each in about if each.get("key") == mail.key]
    other = [each.get("at", "") for each in about if each.get("key") != mail.key and each.get("state") == _SENT]
    return Sent(_SENT in same, other[-1] if other else "", bool(same) and same[-1] == _SENDING)


def note(journal: Journal, mail: Mail, sender: Sender, address: str, at: datetime, fate: Fate | None) -> None:
    """Write down that a mail is about to be handed over (``None``), or what became of it; on disk when this returns."""
    state = _SENDING if fate is None else _SENT if fate is Fate.SENT else _NOT_SENT
    journal.add(
        state=state,
        matter=mail.matter,
        to=address,
        key=mail.key,
        message_id=message_id(mail, sender),
        at=at.isoformat(timespec="seconds"),
    )


def _is_about(line: Mapping[str, str], mail: Mail, address: str) -> bool:
    return line.get("matter") == mail.matter and line.get("to", "").casefold() == address.casefold()

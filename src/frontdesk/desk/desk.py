"""The desk itself: who works here, by which guidelines, on which database, by which clock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from frontdesk.desk.views import Person
from frontdesk.ground.businessday import BusinessClock
from frontdesk.ground.errors import Misconfigured
from frontdesk.ground.language import _
from frontdesk.ground.steady import Ends
from frontdesk.guidelines.model import Guidelines
from frontdesk.store.engine import Store

if TYPE_CHECKING:
    from frontdesk.guidelines.problems import Problem

SITE = "main"  # a budget per site must outlive a new name of the business, so the name is not its key
NOBODY = Person("", "", "")
"""The person of a desk at which nobody has signed in yet: everything can be looked at, nothing begun."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything a use case needs. It is replaced, never changed, when a person signs in or a file changes.

    `guidelines` None means that no valid file was ever in force here: people can be found and heard, nothing can be
    given. `problems` are those of the file on disk; with problems the version in force is an older one, since
    `in_force_since`. `clock` returns an aware instant; it is the only clock that is read.
    """

    store: Store
    guidelines: Guidelines | None
    problems: tuple[Problem, ...]
    in_force_since: datetime | None
    person: Person
    clock: Callable[[], datetime]
    site: str
    name: str
    folder: Path
    practice: bool = False
    seen: tuple[int, ...] | None = None
    """The time, size and number (nanoseconds, bytes, inode) of the guidelines file that was read last."""
    in_force_number: int | None = None
    """Which coming into force `guidelines` are (`store.versions`); None while there are none."""
    writes_files: bool = True
    """Whether a key may put a file into the folder; at a kiosk none does, and whoever works there is told so."""
    outside: bool = False
    """Whether whoever is here comes in from outside, at a kiosk: there a name alone is nobody."""
    business_clock: BusinessClock | None = None
    """The clock of a desk that was opened without its guidelines (`desk.hearing`)."""
    known_by: str = "name"
    """How `person` is known: user, key, code or name (`people.sign_in_log`)."""
    wanted: str = ""
    """Who was named and must show their code before they are `person`."""
    os_user: str = ""
    """The machine's user who came, as its system knows them; "" where there is none."""
    session_id: str = ""
    """The person's session at this desk; "" for a single command."""
    ends: Ends = field(default_factory=Ends, compare=False, repr=False)
    """What this process has seen that ends: everybody who works at this desk shares it."""

    def rules(self) -> Guidelines:
        """The guidelines in force. Raises Misconfigured when there are none yet."""
        if self.guidelines is None:
            raise Misconfigured(
                _("There are no valid guidelines yet, so nothing can be given."),
                _("Run `frontdesk check` to see what is wrong with guidelines.yaml, or `frontdesk init` to begin."),
            )
        return self.guidelines

    def signed_in(self) -> Person:
        """The person who works here now. Raises Misconfigured while nobody has signed in."""
        if not self.person.id:
            raise Misconfigured(
                _("Nobody is signed in at this desk."),
                _("Say who you are with --staff NAME; a new person is added with `frontdesk staff add NAME`."),
            )
        return self.person

    def left(self, name: str, since: datetime, end: datetime) -> timedelta:
        """How long `name`, written down at `since`, still lasts here, by a clock that nobody sets (`ground.steady`)."""
        return self.ends.left(name, since, end, self.now(), self._seconds())

    def begin_watching(self) -> None:
        """From here on it is known when the clock on the wall is put forward."""
        self.ends.begin(self.now(), self._seconds())

    def _seconds(self) -> float:
        running: Callable[[], float] | None = getattr(self.clock, "seconds", None)
        return self.clock().timestamp() if running is None else running()

    def now(self) -> datetime:
        """The moment, aware."""
        at = self.clock()
        if at.tzinfo is None:
            raise AssertionError("the desk's clock is aware")
        return at

    def days(self) -> BusinessClock:
        """The clock of the site's business day; midnight in UTC while there are no guidelines."""
        if self.guidelines is None:
            return self.business_clock or _without_guidelines()
        return self.guidelines.business.clock

    def today(self) -> date:
        """The business date of this moment."""
        return self.days().date_of(self.now())


def _without_guidelines() -> BusinessClock:
    return BusinessClock(ZoneInfo("UTC"), time(0))

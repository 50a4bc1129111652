"""Lets people in and out: first run, sign-in, lock, shift and the list of people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Slot

from console.jobs import JobRunner
from console.people.office import Office, ShiftView
from console.people.permissions import Permission, may
from console.ui.actions import ActionId
from console.ui.main_window import MainWindow
from console.ui.pages.idle import IdleWatch
from console.ui.pages.people import PeoplePage
from console.ui.pages.people_words import refusal_words
from console.ui.pages.shift import ShiftPage
from console.ui.pages.sign_in import FirstRunPage, SignInPage
from console.ui.theme import Tone
from console.ui.window_settings import WindowSettings
from db.people_records import PersonRecord, Role

T = TypeVar("T")

TICK_MS = 1000
_NEEDED = {
    ActionId.EXPORT_PAGE: Permission.EXPORT,
    ActionId.PEOPLE_PAGE: Permission.EDIT_PEOPLE,
    ActionId.SETUP_PAGE: Permission.EDIT_LANES,
    ActionId.COPY_PAGE: Permission.KEEP_COPY,
}


class Reception(QObject):
    """Turns what people do at these pages into calls of the office, beside the GUI thread.

    ``lock_after_s`` without a touch locks the console; 0 never does. ``hint`` is shown to
    whoever signs in.
    """

    def __init__(  # noqa: PLR0913 - the window, the office and what the site says of both
        self,
        window: MainWindow,
        office: Office,
        settings: WindowSettings,
        *,
        lane_names: Mapping[str, str],
        lock_after_s: float,
        hint: str = "",
    ) -> None:
        super().__init__(window)
        self._window = window
        self._office = office
        self._settings = settings
        self._lane_names = lane_names
        self._lock_after_s = lock_after_s
        self._jobs = JobRunner(self)
        self._person: PersonRecord | None = None
        look = window.appearance
        self.sign_in = SignInPage(settings.site_name, look, hint)
        self.first_run = FirstRunPage(settings.site_name, look)
        self.shift = ShiftPage(look, settings.local)
        self.people = PeoplePage(look, settings.local)
        self._idle = IdleWatch(settings.monotonic_ns, self)
        window.add_page(ActionId.SHIFT_PAGE, self.shift)
        window.add_page(ActionId.PEOPLE_PAGE, self.people)
        table = window.actions_table
        table.describe_page(ActionId.SHIFT_PAGE, self.shift.actions_of_page.lines)
        table.describe_page(ActionId.PEOPLE_PAGE, self.people.actions_of_page.lines)
        table[ActionId.LOCK].triggered.connect(self.lock)
        window.page_shown.connect(self._page_shown)
        window.closing.connect(self.close)
        self.sign_in.attempted.connect(self._sign_in)
        self.first_run.create_requested.connect(self._create_administrator)
        self._connect_pages()
        self._ticker = QTimer(self)
        self._ticker.setInterval(TICK_MS)
        self._ticker.timeout.connect(self.tick)
        self._ticker.start()

    def open(self, person: PersonRecord | None = None) -> None:
        """Give the window to ``person``, or ask who is there."""
        handle = self._window.windowHandle()
        self._idle.watch(handle)
        if person is not None:
            self._let_in(person)
            return
        self._window.lock(self.sign_in)
        self._ask_who()

    @Slot()
    def lock(self) -> None:
        """Lock the console; the lanes and the shift go on."""
        if self._person is None:
            return
        self._person = None
        self._window.lock(self.sign_in)
        self._run(self._office.lock, lambda _: None, self._window.show_notice)
        self._ask_who()

    @Slot()
    def tick(self) -> None:
        """Let clocks run on; lock when nobody was there for long enough."""
        now_ns = self._settings.monotonic_ns()
        waiting = [entry.item for entry in self._window.queue.entries if not entry.submitted]
        oldest_s = max(((now_ns - item.since_ns) / 1e9 for item in waiting), default=0.0)
        self.sign_in.show_waiting(len(waiting), oldest_s)
        self.shift.show_exceptions(self._exceptions(len(waiting)))
        if self._person is not None and 0 < self._lock_after_s <= self._idle.idle_s():
            self.lock()

    @Slot()
    def close(self) -> None:
        """Wait for what is under way."""
        self._ticker.stop()
        self._jobs.close()

    def _ask_who(self) -> None:
        self.sign_in.reset()
        self._run(self._look_who, self._show_who, self.sign_in.show_refused)

    def _look_who(self) -> tuple[tuple[PersonRecord, ...], str]:
        return self._office.people_who_may_sign_in(), self._office.shift_of()

    def _show_who(self, who: tuple[tuple[PersonRecord, ...], str]) -> None:
        people, shift_of = who
        if people:
            self.sign_in.show_people(people, shift_of)
        else:
            self._window.lock(self.first_run)

    @Slot(str, str)
    def _sign_in(self, name: str, secret: str) -> None:
        ask = partial(self._office.sign_in, name, secret)
        self._run(ask, self._let_in, self.sign_in.show_refused)

    @Slot(str, str)
    def _create_administrator(self, name: str, secret: str) -> None:
        ask = partial(self._office.create_administrator, name, secret)
        self._run(ask, self._let_first_in, self.first_run.show_refused)

    def _let_first_in(self, person: PersonRecord) -> None:
        """Go on with the lanes, where the site has none yet."""
        self._let_in(person)
        if not self._window.tiles and self._window.has_page(ActionId.SETUP_PAGE):
            self._window.show_page(ActionId.SETUP_PAGE)

    def _let_in(self, person: PersonRecord) -> None:
        self._person = person
        self._idle.touch()
        forbidden = frozenset(
            action for action, needed in _NEEDED.items() if not may(person.role, needed)
        )
        self._window.unlock(person.name, forbidden)
        self._run(self._office.shift, self._welcome, self._window.show_notice)

    def _welcome(self, view: ShiftView) -> None:
        """Show an unread hand-over to whoever begins a shift."""
        if self._person is None:
            return
        self.shift.show_shift(view, self._person.name)
        running, before = view.running, view.before
        begins = running is not None and running.person == self._person.name
        if begins and before is not None and not before.read_by and before.has_words:
            self._window.show_page(ActionId.SHIFT_PAGE)

    @Slot(object)
    def _page_shown(self, page: ActionId) -> None:
        if page is ActionId.SHIFT_PAGE:
            self._show_shift()
        elif page is ActionId.PEOPLE_PAGE:
            self._show_people()

    def _show_shift(self, _: object = None) -> None:
        self._run(self._office.shift, self._shift_came, self._shift_failed)

    def _shift_came(self, view: ShiftView) -> None:
        if self._person is not None:
            self.shift.show_shift(view, self._person.name)

    def _show_people(self, _: object = None) -> None:
        self._run(self._office.people, self.people.show_people, self._people_failed)

    def _shift_failed(self, text: str) -> None:
        self.shift.say(text, Tone.REFUSE)

    def _people_failed(self, text: str) -> None:
        self.people.say(text, Tone.REFUSE)

    def _connect_pages(self) -> None:
        office, shift, people = self._office, self.shift, self.people
        shift.note_written.connect(lambda text: self._change_shift(partial(office.add_note, text)))
        shift.note_settled.connect(
            lambda number: self._change_shift(partial(office.settle_note, number))
        )
        shift.hand_over_read.connect(
            lambda number: self._change_shift(partial(office.take_note_of_hand_over, number))
        )
        shift.take_over_asked.connect(self._take_over)
        shift.hand_over_asked.connect(self._hand_over)
        people.add_asked.connect(
            lambda name, role, secret: self._change_people(
                partial(office.add_person, name, role, secret),
                self.tr("{name} may sign in now").format(name=name),
            )
        )
        people.role_asked.connect(self._change_role)
        people.secret_asked.connect(
            lambda name, secret: self._change_people(
                partial(office.change_secret, name, secret),
                self.tr("{name} has a new PIN or password").format(name=name),
            )
        )
        people.active_asked.connect(self._set_active)

    def _change_shift(self, change: Callable[[], object]) -> None:
        self.shift.say("", Tone.NEUTRAL)
        self._run(change, self._show_shift, self._shift_failed)

    @Slot()
    def _take_over(self) -> None:
        self.shift.say("", Tone.NEUTRAL)
        self._run(self._office.take_over, self._taken_over, self._shift_failed)

    @Slot(str)
    def _hand_over(self, note: str) -> None:
        exceptions = self.shift.open_exceptions()
        ask = partial(self._office.hand_over, note, exceptions)
        self._run(ask, self._handed_over, self._shift_failed)

    def _taken_over(self, _: object) -> None:
        self._window.begin_shift()
        self._show_shift()

    def _handed_over(self, _: object) -> None:
        self._window.begin_shift()
        self._person = None
        self._window.lock(self.sign_in)
        self._ask_who()

    @Slot(str, object)
    def _change_role(self, name: str, role: Role) -> None:
        self._change_people(
            partial(self._office.change_role, name, role),
            self.tr("The new role of {name} counts from the next sign-in").format(name=name),
        )

    @Slot(str, bool)
    def _set_active(self, name: str, is_active: bool) -> None:
        change = partial(self._office.set_active, name, is_active=is_active)
        words = (
            self.tr("{name} may sign in again")
            if is_active
            else self.tr("{name} may not sign in any more")
        )
        self._change_people(change, words.format(name=name))

    def _change_people(self, change: Callable[[], object], words: str) -> None:
        self._run(change, partial(self._people_changed, words), self._people_failed)

    def _people_changed(self, words: str, _: object) -> None:
        self.people.say(words, Tone.OPEN)
        self.people.clear_form()
        self._show_people()

    def _exceptions(self, waiting_count: int) -> tuple[str, ...]:
        found = []
        if waiting_count:
            found.append(self.tr("%n waiting for a person", None, waiting_count))
        found += [
            self.tr("{lane}: {state}").format(
                lane=self._lane_names.get(lane_id, lane_id), state=tile.status.word
            )
            for lane_id, tile in self._window.tiles.items()
            if not tile.status.watched
        ]
        found += [notice.text for notice in self._window.notices.notices]
        return tuple(found)

    def _run(
        self,
        ask: Callable[[], T],
        on_done: Callable[[T], None],
        on_refused: Callable[[str], None],
    ) -> None:
        self._jobs.run_job(ask, on_done, lambda error: on_refused(refusal_words(error)))

"""The page in front of a locked console: pick a name, type PIN or password, Return."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QLabel,
    QLineEdit,
    QListWidgetItem,
    QPushButton,
)

from console.ui import words
from console.ui.pages.card import CentredCard, MessageLine, field, heading, hint, plain_list
from console.ui.pages.people_words import role_words
from console.ui.theme import Appearance, Tone
from db.people_records import PersonRecord

_WIDTH_PX = 460
_ROW_PX, _MOST_ROWS = 35, 6
_MOVES = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}


class SecretBox(QLineEdit):
    """A box for PIN or password; arrow keys go to the names beside it."""

    moved = Signal(int)  # steps down

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        if event.key() in _MOVES:
            forward = event.key() in {Qt.Key.Key_Down, Qt.Key.Key_PageDown}
            self.moved.emit(1 if forward else -1)
        else:
            super().keyPressEvent(event)


class SignInPage(CentredCard):
    """Shows who may sign in and emits attempts; checks nothing itself."""

    attempted = Signal(str, str)  # name, PIN or password

    def __init__(self, site_name: str, appearance: Appearance, hint_text: str = "") -> None:
        super().__init__(appearance, _WIDTH_PX)
        self._names: tuple[str, ...] = ()
        self._title = heading(site_name)
        self._state = hint()
        self.names = plain_list(self.tr("Who signs in"))
        self.names.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.secret = SecretBox()
        self.secret.setAccessibleName(self.tr("PIN or password"))
        self.secret.setPlaceholderText(self.tr("PIN or password"))
        self.secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.enter = QPushButton(self.tr("Sign in"))
        self.enter.setProperty("tone", Tone.OPEN.value)
        self.message = MessageLine()
        self._waiting = QLabel()
        self._waiting.setWordWrap(True)
        self._waiting.setProperty("tone", Tone.REVIEW.value)
        for widget in (
            self._title,
            self._state,
            self.names,
            self.secret,
            self.enter,
            self.message,
            self._waiting,
            hint(self.tr("The lanes go on meanwhile: what is sure is let in by itself.")),
        ):
            self.body.addWidget(widget)
        if hint_text:
            self.body.addWidget(hint(hint_text))
        self.secret.moved.connect(self._move)
        self.secret.returnPressed.connect(self._attempt)
        self.enter.clicked.connect(self._attempt)
        appearance.changed.connect(self._fit)
        self.show_waiting(0, 0.0)

    def show_people(self, people: tuple[PersonRecord, ...], shift_of: str) -> None:
        """List who may sign in, with whoever has the shift selected."""
        self._names = tuple(person.name for person in people)
        self.names.clear()
        for person in people:
            text = self.tr("{name} · {role}").format(name=person.name, role=role_words(person.role))
            self.names.addItem(QListWidgetItem(text))
        self.names.setCurrentRow(self._names.index(shift_of) if shift_of in self._names else 0)
        self._state.setText(
            self.tr("Locked during the shift of {name}").format(name=shift_of)
            if shift_of
            else self.tr("Nobody is signed in")
        )
        self._fit()

    def show_refused(self, text: str) -> None:
        """Say why nobody was signed in, and ask again."""
        self._set_busy(busy=False)
        self.message.say(text, Tone.REFUSE)
        self.secret.clear()
        self.secret.setFocus()

    def show_waiting(self, count: int, oldest_s: float) -> None:
        """Tell how many passages wait for a person and for how long the oldest does."""
        self._waiting.setVisible(count > 0)
        self._waiting.setText(
            self.tr("%n waiting for a person, oldest {clock}", None, count).format(
                clock=words.clock_words(oldest_s)
            )
        )

    def reset(self) -> None:
        """Forget what was typed and said."""
        self._set_busy(busy=False)
        self.secret.clear()
        self.message.clear()
        self.secret.setFocus()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.secret.setFocus()

    def _attempt(self) -> None:
        row = self.names.currentRow()
        if self.enter.isEnabled() and 0 <= row < len(self._names) and self.secret.text():
            self._set_busy(busy=True)
            self.message.say(self.tr("Checking"))
            self.attempted.emit(self._names[row], self.secret.text())

    def _set_busy(self, *, busy: bool) -> None:
        self.enter.setEnabled(not busy)
        self.secret.setReadOnly(busy)

    def _move(self, steps: int) -> None:
        count = self.names.count()
        if count:
            self.names.setCurrentRow((self.names.currentRow() + steps) % count)

    def _fit(self) -> None:
        rows = min(max(self.names.count(), 1), _MOST_ROWS)
        self.names.setFixedHeight(self._appearance.px(_ROW_PX) * rows + 4)


class FirstRunPage(CentredCard):
    """Asks a new site for its administrator."""

    create_requested = Signal(str, str)  # name, PIN or password

    def __init__(self, site_name: str, appearance: Appearance) -> None:
        super().__init__(appearance, _WIDTH_PX)
        self.name = field(self.tr("Name of the administrator"))
        self.secret = field(self.tr("Password or PIN"), secret=True)
        self.again = field(self.tr("Password or PIN again"), secret=True)
        self.create_button = QPushButton(self.tr("Create the administrator and sign in"))
        self.create_button.setProperty("tone", Tone.OPEN.value)
        self.message = MessageLine()
        self.body.addWidget(heading(self.tr("Welcome to {site}").format(site=site_name)))
        self.body.addWidget(
            hint(
                self.tr(
                    "Nobody can sign in here yet. The administrator adds everybody else;"
                    " a password has 8 characters or more, a PIN 6 digits or more."
                )
            )
        )
        for box, text in (
            (self.name, self.tr("Your name")),
            (self.secret, self.tr("Password or PIN")),
            (self.again, self.tr("The same again")),
        ):
            label = QLabel(text)
            label.setBuddy(box)
            self.body.addWidget(label)
            self.body.addWidget(box)
            box.returnPressed.connect(self._advance)
        self.body.addWidget(self.create_button)
        self.body.addWidget(self.message)
        self.create_button.clicked.connect(self._create)

    def show_refused(self, text: str) -> None:
        """Say why there is no administrator yet."""
        self.create_button.setEnabled(True)
        self.message.say(text, Tone.REFUSE)
        self.secret.setFocus()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self.name.setFocus()

    def _advance(self) -> None:
        """Return goes to the next box, and from the last one on."""
        if self.name.hasFocus():
            self.secret.setFocus()
        elif self.secret.hasFocus():
            self.again.setFocus()
        else:
            self._create()

    def _create(self) -> None:
        if not self.create_button.isEnabled():
            return
        if self.secret.text() != self.again.text():
            self.again.clear()
            self.show_refused(self.tr("The two are not the same"))
            return
        self.create_button.setEnabled(False)
        self.message.say(self.tr("Creating"))
        self.create_requested.emit(self.name.text(), self.secret.text())

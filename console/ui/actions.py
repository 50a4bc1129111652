"""The actions of the window, each made once; keys, buttons and the shortcut sheet follow them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QKeyCombination, QObject
from PySide6.QtGui import QAction, QKeySequence

from console.ui.action_spec import LANE_ACTIONS, ActionId, ActionSpec, Scope, Situation
from console.ui.action_table import action_specs
from console.ui.key_bindings import EVERYWHERE, Bindable, KeyBindings
from console.ui.theme import Appearance

__all__ = ["ActionId", "Actions", "ShortcutLine", "Situation"]


@dataclass(frozen=True, slots=True)
class ShortcutLine:
    """One line of the shortcut sheet.

    A line with an ``action`` is that of a page; ``name`` is what its keys can be chosen under
    (empty: they are fixed).
    """

    group: str
    text: str
    keys: str
    name: str = ""
    action: QAction | None = None


class Actions(QObject):
    """Makes every QAction once; buttons, menus and the shortcut sheet take theirs from here."""

    def __init__(
        self,
        appearance: Appearance,
        lanes: tuple[tuple[str, str], ...],
        parent: QObject | None = None,
        *,
        bindings: KeyBindings | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self.bindings = bindings or KeyBindings()
        self._specs = {spec.id: spec for spec in action_specs()}
        self._actions: dict[ActionId, QAction] = {}
        self._lane_actions: dict[tuple[ActionId, str], QAction] = {}
        self._lane_names = dict(lanes)
        self._page_lines: dict[ActionId, tuple[ShortcutLine, ...]] = {}
        self._situation = Situation()
        for spec in self._specs.values():
            made: list[QAction] = []
            if spec.id in LANE_ACTIONS:
                for lane_id, _ in lanes:
                    made.append(self._make(spec, f"{spec.id}.{lane_id}"))
                    self._lane_actions[spec.id, lane_id] = made[-1]
            else:
                made.append(self._make(spec, spec.id))
                self._actions[spec.id] = made[-1]
            where = ActionId.LANES_PAGE.value if spec.scope is Scope.LANES else EVERYWHERE
            self.bindings.add(Bindable(spec.id, spec.text, where, spec.keys, tuple(made)))
        self._show_tips()
        self.refresh_icons()
        appearance.changed.connect(self.refresh_icons)

    def __getitem__(self, action_id: ActionId) -> QAction:
        return self._actions[action_id]

    def of_lane(self, action_id: ActionId, lane_id: str) -> QAction:
        return self._lane_actions[action_id, lane_id]

    def all(self) -> tuple[QAction, ...]:
        return (*self._actions.values(), *self._lane_actions.values())

    def refresh(self, situation: Situation) -> None:
        """Enable what is possible now."""
        self._situation = situation
        for action_id, action in self._actions.items():
            spec = self._specs[action_id]
            action.setEnabled(situation.reaches(spec) and spec.enabled(situation))
            if spec.tip_closed:
                action.setToolTip(self._tip(spec, action, ""))
        for (action_id, _), action in self._lane_actions.items():
            action.setEnabled(situation.reaches(self._specs[action_id]))

    def refresh_icons(self) -> None:
        for action_id, action in self._actions.items():
            self._set_icon(action, self._specs[action_id])
        for (action_id, _), action in self._lane_actions.items():
            self._set_icon(action, self._specs[action_id])

    def sheet(self) -> tuple[ShortcutLine, ...]:
        """Return every action with its keys; lane actions once, with # for the lane's number.

        Of the actions that belong to one page alone those of the page in sight are listed.
        """
        lines = [
            ShortcutLine(spec.group, spec.text, self.bindings.shown(spec.id), spec.id)
            for spec in self._specs.values()
        ]
        lines += [
            line if line.action is None else replace(line, keys=self.bindings.shown(line.name))
            for line in self._page_lines.get(self._situation.page, ())
        ]
        return tuple(lines)

    def describe_page(self, page: ActionId, lines: tuple[ShortcutLine, ...]) -> None:
        """List the keys that a page has besides these, and let others be chosen for them."""
        named = []
        for line in lines:
            if line.action is None:
                named.append(line)
                continue
            usual = line.action.shortcut().toString(QKeySequence.SequenceFormat.PortableText)
            name = f"{page}/{usual}"
            self.bindings.add(Bindable(name, line.text, page, (usual,), (line.action,)))
            named.append(replace(line, name=name))
        self._page_lines[page] = tuple(named)

    def choose_key(self, name: str, pressed: QKeyCombination) -> None:
        """Let another key do what the line of that name says.

        Raises:
            KeyRefusedError: it cannot be that one.
        """
        self.bindings.choose(name, pressed)
        self._show_tips()

    def restore_key(self, name: str) -> None:
        """Give the line of that name its usual keys.

        Raises:
            KeyRefusedError: one of them does something else now.
        """
        self.bindings.restore(name)
        self._show_tips()

    def restore_keys(self) -> None:
        """Give every line its usual keys."""
        self.bindings.restore_all()
        self._show_tips()

    def _make(self, spec: ActionSpec, name: str) -> QAction:
        action = QAction(spec.text, self)
        action.setObjectName(name)
        return action

    def _show_tips(self) -> None:
        for action_id, action in self._actions.items():
            action.setToolTip(self._tip(self._specs[action_id], action, ""))
        for (action_id, lane_id), action in self._lane_actions.items():
            name = self._lane_names[lane_id]
            action.setToolTip(self._tip(self._specs[action_id], action, name))

    def _tip(self, spec: ActionSpec, action: QAction, lane_name: str) -> str:
        tip = spec.tip or spec.text
        if spec.tip_closed and not self._situation.opens:
            tip = spec.tip_closed
        return with_key(tip.replace("{name}", lane_name), action)

    def _set_icon(self, action: QAction, spec: ActionSpec) -> None:
        if spec.icon:
            action.setIcon(self._appearance.icon(spec.icon))


def with_key(tip: str, action: QAction) -> str:
    """A tool tip with the key of its action, where that has one."""
    key = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return f"{tip} ({key})" if key else tip

"""Every action of the window in one table: id, words, key, icon and when it is possible."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication

from console.ui.action_spec import ActionId, ActionSpec, Scope, Situation


def action_specs() -> tuple[ActionSpec, ...]:
    """The table, group by group, in the words of the language that is set now."""
    return (*_review_specs(), *_gate_specs(), *_page_specs(), *_window_specs())


def tr(text: str) -> str:  # noqa: D103 - as every tr
    # lupdate files what stands outside a class under no context
    return QCoreApplication.translate("", text)


def _selected(situation: Situation) -> bool:
    return situation.item_selected


def _vehicle_listed(number: int, situation: Situation) -> bool:
    return situation.item_selected and situation.vehicle_count >= number


def _several(situation: Situation) -> bool:
    return situation.item_count > 1


def _page_there(page: ActionId, situation: Situation) -> bool:
    return page in situation.pages


def _review_specs() -> tuple[ActionSpec, ...]:
    review = tr("Review")
    return (
        ActionSpec(
            ActionId.CONFIRM,
            review,
            tr("Confirm"),
            tr("The read is right: record it and open"),
            ("Return", "Enter"),
            "check",
            tr("The read is right: record it; the barrier stays closed"),
            lambda s: s.item_selected and s.text_complete and not s.text_edited,
            Scope.LANES,
        ),
        ActionSpec(
            ActionId.CORRECT,
            review,
            tr("Correct"),
            tr("Record the text as typed and open"),
            ("Return", "Enter"),
            "correct",
            tr("Record the text as typed; the barrier stays closed"),
            lambda s: s.item_selected and s.text_complete and s.text_edited,
            Scope.LANES,
        ),
        ActionSpec(
            ActionId.DENY,
            review,
            tr("Deny"),
            tr("Do not open; recorded as denied"),
            ("Ctrl+D",),
            "refuse",
            enabled=_selected,
            scope=Scope.LANES,
        ),
        ActionSpec(
            ActionId.VISITOR,
            review,
            tr("Visitor"),
            tr("Let in as a visitor, under the text in the slots"),
            ("Ctrl+G",),
            "visitor",
            tr("Record as a visitor; the barrier stays closed"),
            enabled=lambda s: s.item_selected and s.text_complete,
            scope=Scope.LANES,
        ),
        ActionSpec(
            ActionId.SKIP,
            review,
            tr("Skip"),
            tr("Decide later: go on with the next passage"),
            ("Ctrl+S",),
            "skip",
            enabled=lambda s: s.item_selected and s.item_count > 1,
            scope=Scope.LANES,
        ),
        ActionSpec(
            ActionId.REASON,
            review,
            tr("Reason"),
            tr("Decide with a reason from the list"),
            ("Ctrl+R",),
            "review",
            enabled=_selected,
            scope=Scope.LANES,
        ),
        ActionSpec(
            ActionId.TAKE_BACK,
            review,
            tr("Undo"),
            tr("Take your last decision back: both stay on record, and the passage waits again"),
            ("Ctrl+Z",),
            "undo",
            enabled=lambda s: s.can_take_back,
            scope=Scope.LANES,
        ),
        ActionSpec(
            ActionId.RESTORE,
            review,
            tr("Undo typing"),
            tr("Put back the text as it was read"),
            ("Escape",),
            enabled=lambda s: s.item_selected and s.text_edited,
            scope=Scope.LANES,
        ),
        ActionSpec(
            ActionId.NEXT_ITEM,
            review,
            tr("Next passage"),
            "",
            ("Down", "PgDown"),
            enabled=_several,
            scope=Scope.LANES,
        ),
        ActionSpec(
            ActionId.PREVIOUS_ITEM,
            review,
            tr("Previous passage"),
            "",
            ("Up", "PgUp"),
            enabled=_several,
            scope=Scope.LANES,
        ),
        *(
            ActionSpec(
                action,
                review,
                tr("Take alternative {number}").format(number=number),
                tr("Put alternative {number} into the selected slot").format(number=number),
                (f"Alt+{number}",),
                enabled=_selected,
                scope=Scope.LANES,
            )
            for number, action in enumerate(
                (ActionId.ALTERNATIVE_1, ActionId.ALTERNATIVE_2, ActionId.ALTERNATIVE_3), 1
            )
        ),
        *(
            ActionSpec(
                action,
                review,
                tr("Take vehicle {number}").format(number=number),
                tr("Fill in the plate of nearest vehicle {number}").format(number=number),
                (f"Ctrl+{number}",),
                enabled=partial(_vehicle_listed, number),
                scope=Scope.LANES,
            )
            for number, action in enumerate(
                (ActionId.VEHICLE_1, ActionId.VEHICLE_2, ActionId.VEHICLE_3), 1
            )
        ),
        *(
            ActionSpec(
                action,
                review,
                text,
                tip,
                (key,),
                enabled=lambda s: s.item_selected and s.look_count > 1,
                scope=Scope.LANES,
            )
            for action, text, tip, key in (
                (
                    ActionId.EARLIER_LOOK,
                    tr("Earlier frame"),
                    tr("Show the frame of the passage before this one"),
                    "Ctrl+Left",
                ),
                (
                    ActionId.LATER_LOOK,
                    tr("Later frame"),
                    tr("Show the frame of the passage after this one"),
                    "Ctrl+Right",
                ),
            )
        ),
        ActionSpec(
            ActionId.ZOOM,
            review,
            tr("Zoom"),
            tr("Show the evidence twice, four times, or once as large"),
            ("Ctrl+I",),
            enabled=_selected,
            scope=Scope.LANES,
        ),
        ActionSpec(
            ActionId.CONTRAST,
            review,
            tr("Contrast"),
            tr("Stretch the contrast of the evidence, or show it as it was taken"),
            ("Ctrl+K",),
            enabled=_selected,
            scope=Scope.LANES,
        ),
        ActionSpec(
            ActionId.MUTE,
            review,
            tr("Sound"),
            tr("Sound on or off when a passage waits too long, until the shift ends"),
            ("Ctrl+M",),
            "sound",
        ),
        ActionSpec(
            ActionId.TEST_SOUND,
            review,
            tr("Test the sound"),
            tr("Hear what is heard when a passage waits too long"),
            ("Ctrl+Shift+M",),
            "sound",
        ),
    )


def _gate_specs() -> tuple[ActionSpec, ...]:
    lane = tr("Lane")
    return (
        ActionSpec(
            ActionId.STOP_GATES,
            lane,
            tr("All gates hold"),
            tr("Emergency: nothing is sent to any barrier until the gates are released"),
            ("Ctrl+Shift+Space",),
            "stop",
            enabled=lambda s: not s.stopped,
            scope=Scope.ALWAYS,
        ),
        ActionSpec(
            ActionId.RELEASE_GATES,
            lane,
            tr("Release gates"),
            tr("Let the gates move again"),
            ("Ctrl+Shift+Return",),
            "check",
            enabled=lambda s: s.stopped,
        ),
        ActionSpec(
            ActionId.OPEN_LANE,
            lane,
            tr("Open"),
            tr("Open the barrier of {name}; recorded"),
            ("Ctrl+F{lane}",),
            "barrier_open",
        ),
        ActionSpec(
            ActionId.HOLD_LANE,
            lane,
            tr("Hold"),
            tr("Hold the barrier of {name} open for a time; recorded"),
            ("Shift+F{lane}",),
            "hold",
        ),
        ActionSpec(
            ActionId.CLOSE_LANE,
            lane,
            tr("Close"),
            tr("Close the barrier of {name}; recorded"),
            ("Ctrl+Shift+F{lane}",),
            "barrier_closed",
        ),
    )


def _page_specs() -> tuple[ActionSpec, ...]:
    pages = tr("Pages")
    return (
        *(
            ActionSpec(page, pages, text, tip, (key,), icon, enabled=partial(_page_there, page))
            for page, text, tip, key, icon in (
                (ActionId.LANES_PAGE, tr("Lanes"), tr("The lanes and the review"), "F2", "lanes"),
                (
                    ActionId.HISTORY_PAGE,
                    tr("History"),
                    tr("Search the decisions of the past"),
                    "F3",
                    "history",
                ),
                (
                    ActionId.VEHICLES_PAGE,
                    tr("Vehicles"),
                    tr("Registered vehicles, block list and visitors"),
                    "F4",
                    "vehicle",
                ),
                (
                    ActionId.PARKING_PAGE,
                    tr("Parking"),
                    tr("Slots and vehicles inside"),
                    "F5",
                    "parking",
                ),
                (ActionId.SHIFT_PAGE, tr("Shift"), tr("Begin, hand over, notes"), "F7", "clock"),
                (
                    ActionId.COPY_PAGE,
                    tr("Firebase"),
                    tr("What has not gone to Firebase, and why"),
                    "F8",
                    "cloud",
                ),
                (
                    ActionId.EXPORT_PAGE,
                    tr("Export"),
                    tr("Write decisions and their pictures as a labelled set"),
                    "F9",
                    "export",
                ),
                (ActionId.PEOPLE_PAGE, tr("People"), tr("Who may sign in"), "F10", "person"),
                (
                    ActionId.SETUP_PAGE,
                    tr("Set-up"),
                    tr("Find cameras, pair with agents, test and keep the lanes"),
                    "F11",
                    "camera",
                ),
                (
                    ActionId.MODELS_PAGE,
                    tr("Models"),
                    tr("Which models read, and which candidates wait"),
                    "F12",
                    "reading",
                ),
            )
        ),
        ActionSpec(
            ActionId.LOCK,
            pages,
            tr("Lock"),
            tr("Lock the console; the lanes go on"),
            ("Ctrl+L",),
            "lock",
            enabled=lambda s: ActionId.SHIFT_PAGE in s.pages,
        ),
    )


def _window_specs() -> tuple[ActionSpec, ...]:
    window = tr("Window")
    return (
        ActionSpec(
            ActionId.DECISIONS,
            window,
            tr("Recent decisions"),
            tr("Go through the recent decisions by arrow keys; Escape comes back"),
            ("F6",),
            scope=Scope.LANES,
        ),
        ActionSpec(
            ActionId.SHORTCUTS,
            window,
            tr("Shortcuts"),
            tr("Show every key of the window"),
            ("F1",),
            "keyboard",
            scope=Scope.ALWAYS,
        ),
        ActionSpec(
            ActionId.THEME,
            window,
            tr("Next theme"),
            tr("Dark, light, high contrast"),
            ("Ctrl+F9",),
            scope=Scope.ALWAYS,
        ),
        ActionSpec(
            ActionId.LANGUAGE,
            window,
            tr("Language"),
            tr("English, German, Hindi; from the next start"),
            ("Ctrl+Shift+L",),
            scope=Scope.ALWAYS,
        ),
        *(
            ActionSpec(action, window, text, "", keys, scope=Scope.ALWAYS)
            for action, text, keys in (
                (ActionId.LARGER_TEXT, tr("Larger text"), ("Ctrl++", "Ctrl+=")),
                (ActionId.SMALLER_TEXT, tr("Smaller text"), ("Ctrl+-",)),
                (ActionId.FULL_SCREEN, tr("Full screen"), ("Ctrl+F11",)),
            )
        ),
        ActionSpec(
            ActionId.DISMISS_NOTICE,
            window,
            tr("Dismiss notice"),
            tr("The notice has been seen; it stays in the log"),
            ("Shift+Escape",),
            "close",
            enabled=lambda s: s.notice_count > 0,
            scope=Scope.ALWAYS,
        ),
    )

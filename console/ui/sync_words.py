"""How copying to Firebase stands, in the few words of the top bar and the more of its page."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.ui.theme import Tone
from console.ui.told import told
from console.ui.words import age_words
from db.outbox_records import ItemKind, ItemState, QueuedItem
from db.sync_status import Link, SyncStatus


def link_words(link: Link) -> str:
    """What stands between the site and Firebase."""
    return {
        Link.OFF: QCoreApplication.translate("SyncWords", "Not connected to Firebase"),
        Link.CONNECTING: QCoreApplication.translate("SyncWords", "Connecting to Firebase"),
        Link.CONNECTED: QCoreApplication.translate("SyncWords", "Connected to Firebase"),
        Link.OFFLINE: QCoreApplication.translate("SyncWords", "Firebase not reached"),
        Link.DENIED: QCoreApplication.translate("SyncWords", "Firebase refuses the account"),
        Link.DAY_IS_FULL: QCoreApplication.translate("SyncWords", "Firebase: limit of the day"),
        Link.ELSEWHERE: QCoreApplication.translate("SyncWords", "Copied by another console"),
    }[link]


def bar_words(status: SyncStatus) -> str:
    """State, rows that wait, and the age of the last sync; what was refused before all else."""
    waiting = status.counts.waiting + status.counts.held
    if status.counts.parked:
        return QCoreApplication.translate(
            "SyncWords", "Firebase: {refused} refused, {count} rows waiting"
        ).format(refused=status.counts.parked, count=waiting)
    if status.link is Link.OFF:
        return link_words(status.link)  # what waits for nothing is no news
    connected = status.link is Link.CONNECTED
    state = (
        QCoreApplication.translate("SyncWords", "Firebase")
        if connected
        else link_words(status.link)
    )
    if status.registry_age_s is None:
        return QCoreApplication.translate("SyncWords", "{state}: {count} waiting").format(
            state=state, count=waiting
        )
    return QCoreApplication.translate("SyncWords", "{state}: {count} waiting, {age} ago").format(
        state=state, count=waiting, age=age_words(float(int(status.registry_age_s)))
    )


def bar_icon(status: SyncStatus) -> str:
    """The icon beside the words."""
    if needs_somebody(status):
        return "warning"
    return "cloud" if status.link is Link.CONNECTED else "cloud_off"


def bar_tone(status: SyncStatus) -> Tone:
    """Offline is a normal state; only what somebody has to see to stands out."""
    return Tone.REVIEW if needs_somebody(status) else Tone.STALE


def needs_somebody(status: SyncStatus) -> bool:
    """Whether copying goes on only after somebody has done something."""
    return status.link is Link.DENIED or bool(status.counts.parked)


def kind_words(kind: ItemKind) -> str:
    """What an item is."""
    return {
        ItemKind.DECISION: QCoreApplication.translate("SyncWords", "Decision"),
        ItemKind.SESSION: QCoreApplication.translate("SyncWords", "Parking session"),
        ItemKind.SLOT: QCoreApplication.translate("SyncWords", "Slot or booking"),
        ItemKind.OCCUPANCY: QCoreApplication.translate("SyncWords", "Occupancy"),
        ItemKind.ANCHOR: QCoreApplication.translate("SyncWords", "Anchor of the audit log"),
        ItemKind.HEALTH: QCoreApplication.translate("SyncWords", "State of the booth"),
        ItemKind.PUSH: QCoreApplication.translate("SyncWords", "Notice to a driver"),
        ItemKind.THUMBNAIL: QCoreApplication.translate("SyncWords", "Small picture"),
    }[kind]


def state_words(item: QueuedItem) -> str:
    """Why an item has not gone."""
    if item.state is ItemState.PARKED:
        return QCoreApplication.translate("SyncWords", "Refused: {reason}").format(
            reason=told(item.problem)
        )
    if item.state is ItemState.HELD:
        return QCoreApplication.translate("SyncWords", "Recorded before the connection: choose")
    return QCoreApplication.translate("SyncWords", "Waits")

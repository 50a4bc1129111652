"""Sets of models and what speaks against them, in words that are translated when shown."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.people.models import PromotionRefusedError, SetState
from console.shadow.tally import AGAINST_PEOPLE
from console.ui.pages.people_words import refusal_words
from console.ui.told import told
from pipeline.comparison import (
    ALL,
    BY_MACHINE,
    BY_PEOPLE,
    LEAST_HELD_BACK,
    RENDERED,
    Objection,
    ObjectionKind,
)
from pipeline.errors import ModelSetError
from pipeline.model_shelf import SHIPPED


def version_words(version: str) -> str:
    """The name of a set; the shipped one has no number."""
    if version == SHIPPED:
        return QCoreApplication.translate("ModelsWords", "Shipped")
    return version


def state_words(state: SetState) -> str:
    """What a set is at this site."""
    return {
        SetState.IN_USE: QCoreApplication.translate("ModelsWords", "In use"),
        SetState.BEFORE: QCoreApplication.translate("ModelsWords", "In use before"),
        SetState.CANDIDATE: QCoreApplication.translate("ModelsWords", "Candidate"),
        SetState.REFUSED: QCoreApplication.translate("ModelsWords", "Refused"),
        SetState.OUTDATED: QCoreApplication.translate("ModelsWords", "Set aside"),
        SetState.DAMAGED: QCoreApplication.translate("ModelsWords", "Damaged"),
    }[state]


def slice_words(name: str) -> str:
    """The kind of plates that a slice holds; lanes and regions by their own names."""
    plain = {
        ALL: QCoreApplication.translate("ModelsWords", "All held back"),
        "day": QCoreApplication.translate("ModelsWords", "By day"),
        "night": QCoreApplication.translate("ModelsWords", "By night"),
        RENDERED: QCoreApplication.translate("ModelsWords", "Rendered plates"),
        BY_PEOPLE: QCoreApplication.translate("ModelsWords", "Labelled by people"),
        BY_MACHINE: QCoreApplication.translate("ModelsWords", "Labelled by machine"),
        AGAINST_PEOPLE: QCoreApplication.translate("ModelsWords", "As attendants said"),
    }
    if name in plain:
        return plain[name]
    kind, _, which = name.partition(" ")
    if kind == "lane":
        return QCoreApplication.translate("ModelsWords", "Lane {lane}").format(lane=which)
    if kind == "region" and which == "other":
        return QCoreApplication.translate("ModelsWords", "Other regions")
    if kind == "region":
        return QCoreApplication.translate("ModelsWords", "Region {region}").format(region=which)
    return name


def objection_words(objection: Objection) -> str:
    """Why a set must not take over."""
    about = objection.about
    if objection.kind is ObjectionKind.TOO_FEW and about is not None:
        return QCoreApplication.translate(
            "ModelsWords", "{count} plates were held back to compare on, {least} are needed"
        ).format(count=about.count, least=LEAST_HELD_BACK)
    if objection.kind is ObjectionKind.WORSE and about is not None:
        return QCoreApplication.translate(
            "ModelsWords", "Worse, {slice}: {candidate} instead of {current} of {count} right"
        ).format(
            slice=slice_words(about.name),
            candidate=about.candidate_right,
            current=about.current_right,
            count=about.count,
        )
    if objection.kind is ObjectionKind.OUTDATED:
        return QCoreApplication.translate(
            "ModelsWords", "It was compared with {version}, which is not in use: retrain"
        ).format(version=version_words(objection.version))
    return QCoreApplication.translate("ModelsWords", "It is in use")


def models_refusal_words(error: Exception) -> str:
    """Why the models were not switched."""
    if isinstance(error, PromotionRefusedError):
        return "\n".join(map(objection_words, error.objections))
    if isinstance(error, ModelSetError):
        return told(str(error))
    return refusal_words(error)

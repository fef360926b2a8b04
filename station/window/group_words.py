"""Words about enrollment groups."""

from PySide6.QtCore import QCoreApplication

from station.model.group import GroupKey, KeyGroup, KeyRole
from station.model.names import shown
from station.operations.group_list import Group, GroupCa, GroupKind

_SHORT = 12
_DAY = 10


def _tr(text: str) -> str:
    return QCoreApplication.translate("group_words", text)


def kind_words(kind: GroupKind) -> str:
    """Return by what a group's units are let in."""
    return {GroupKind.SYMMETRIC: _tr("Keys"), GroupKind.X509: _tr("Certificates")}[kind]


def state_words(group: Group) -> str:
    """Return in a few words how a group stands."""
    if group.disabled:
        return _tr("Disabled")
    if group.due:
        return _tr("Rotation is due")
    if is_rotating(group):
        return _tr("Being rotated")
    return _tr("Takes units") if group.orders else _tr("No order yet")


def is_rotating(group: Group) -> bool:
    """Return whether a group has two keys that work."""
    return group.keys is not None and len(group.keys.working) > 1


def next_words(group: Group) -> str:
    """Return what a group's standing means and what can be done, in whole sentences."""
    if group.disabled:
        return _tr("It takes no units any more. Push or export it, so that the service knows.")
    if group.due:
        return _tr("It takes no units until it is rotated: {why}.").format(why=group.due)
    if is_rotating(group) and group.keys is not None and group.keys.working[-1].for_push:
        return _tr(
            "Push, so that the service has both keys. Retire the older one once no unit needs it."
        )
    if is_rotating(group):
        return _tr(
            "Export, so that the service has both keys. Retire the older one once no unit needs it."
        )
    if group.kind is GroupKind.X509:
        return _tr(
            "Another CA follows by “station hsm ca roll”: exports then name both, "
            "the earlier as primary."
        )
    return _tr("Each unit's key is derived from the group's, which is in the factory's token.")


def detail_words(group: Group) -> str:
    """Return a group's keys or CAs, a line each."""
    lines = [_ca_words(one) for one in group.cas]
    if group.keys is not None:
        lines += [_key_words(group.keys, key) for key in group.keys.keys]
    if group.references:
        told = _tr("The service knows its CAs by the names {names}.")
        lines.append(told.format(names=", ".join(map(shown, group.references))))
    if not lines:
        lines.append(_tr("No unit has a certificate of it yet: its CA is the one that issues."))
    return "\n".join(lines)


def _key_words(group: KeyGroup, key: GroupKey) -> str:
    role = {
        KeyRole.PRIMARY: _tr("Primary key"),
        KeyRole.SECONDARY: _tr("Secondary key"),
        KeyRole.RETIRED: _tr("Retired key"),
    }[group.role(key)]
    owner = (
        _tr("a copy for the owner's certificate {owner} …").format(owner=key.owner[:_SHORT])
        if key.owner
        else _tr("no owner has a copy")
    )
    told = _tr("{role} (number {number}): since {day}, {units} units, {owner}")
    return told.format(
        role=role,
        number=key.number,
        day=key.created[:_DAY],
        units=group.units[key.number],
        owner=owner,
    )


def _ca_words(one: GroupCa) -> str:
    place = {
        "primary": _tr("Primary CA"),
        "secondary": _tr("Secondary CA"),
        "": _tr("No longer its CA"),
    }[one.place]
    told = _tr("{place}: {name}, {sha} …, {units} units, until {day}")
    return told.format(
        place=place,
        name=one.name,
        sha=one.sha256[:_SHORT],
        units=one.units,
        day=f"{one.not_after:%Y-%m-%d}",
    )

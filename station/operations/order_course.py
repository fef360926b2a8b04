"""What becomes of an order once it is made: it is changed, and what is left of it carried over."""

from collections.abc import Sequence

from station.line.mechanisms import MECHANISMS
from station.line.mechanisms.mechanism import check_fits
from station.line.profiles import find_version
from station.line.work import order_secret, secret_purpose
from station.model.order import Order, OrderSecret, Reprovisioning
from station.model.profile import Profile
from station.model.rights import Approval
from station.operations.order_desk import checked_spec
from station.operations.plant import KNOWN, Plant, check_scope


def change_quantity(
    plant: Plant, order: str, quantity: int, approval: Approval | None = None
) -> None:
    """Change how many units of an order may be made.

    Args:
        plant: the open station.
        order: its name.
        quantity: from 1.
        approval: for `Right.ALLOT`; practice needs none.

    Raises:
        StationError: CFG-004 where no order is so large; as `OrderChanges.allot`.
    """
    records = plant.tools.records
    checked_spec(records.order(order).spec, quantity=quantity)
    records.order_changes.allot(order, quantity, approval)


def change_scrap_allowance(
    plant: Plant, order: str, places: int, approval: Approval | None = None
) -> None:
    """Change how many places units that are scrapped or swapped may give back.

    Args:
        plant: the open station.
        order: its name.
        places: from 0.
        approval: for `Right.ALLOT`; practice needs none.

    Raises:
        StationError: CFG-004 where no order has so many; as `OrderChanges.allow_scrap`.
    """
    records = plant.tools.records
    checked_spec(records.order(order).spec, scrap_allowance=places)
    records.order_changes.allow_scrap(order, places, approval)


def change_reprovisioning(
    plant: Plant, order: str, policy: Reprovisioning, approval: Approval | None = None
) -> None:
    """Change what becomes of an order's units that are run once more though they have passed.

    Args:
        plant: the open station.
        order: its name.
        policy: from now on.
        approval: for `Right.ORDERS`; practice needs none.

    Raises:
        StationError: PRF-010 where its units can't do that, PRF-003; as
            `OrderChanges.set_reprovisioning`.
    """
    records = plant.tools.records
    known = records.order(order)
    spec = checked_spec(known.spec, reprovisioning=policy.value)
    folder = plant.data.profiles
    profile = find_version(spec.profile, known.profile_hash, folder, KNOWN).profile
    check_fits(MECHANISMS[profile.mechanism], profile, spec)
    records.order_changes.set_reprovisioning(order, policy, approval)


def change_id_scope(
    plant: Plant, order: str, id_scope: str, approval: Approval | None = None
) -> None:
    """Correct the ID scope of an order that has had no run.

    Args:
        plant: the open station.
        order: its name.
        id_scope: as it was typed.
        approval: for `Right.ORDERS`; practice needs none.

    Raises:
        StationError: CFG-004 where it can't be one, LIN-007 where practice names a real one; as
            `OrderChanges.set_id_scope`.
    """
    records = plant.tools.records
    spec = checked_spec(records.order(order).spec, id_scope=id_scope)
    check_scope(spec.id_scope, plant.tools.factory)
    records.order_changes.set_id_scope(order, spec.id_scope, approval)


def carry_over(plant: Plant, order: str, to: str, approval: Approval | None = None) -> Order:
    """Close an order and make another of what is left of it; its secrets are sealed anew.

    Args:
        plant: the open station.
        order: its name.
        to: the new one's, as it was typed.
        approval: for `Right.ORDERS`; practice needs none.

    Returns:
        The new order.

    Raises:
        StationError: CFG-004 where `to` can't be a name; as `Plant.job` and `OrderChanges.carry`;
            the factory HSM's own.
    """
    tools, job = plant.tools, plant.job(order)
    checked_spec(job.order.spec, name=to)
    sealed: dict[OrderSecret, bytes] = {}
    for which in OrderSecret:
        secret = order_secret(job.order, which, tools)
        if secret is not None:
            try:
                sealed[which] = tools.factory.seal(secret_purpose(to, which), secret)
            finally:
                secret.wipe()
    return tools.records.order_changes.carry(order, to, sealed, approval)


def first_article_words(order: Order, profile: Profile) -> Sequence[str]:
    """Return in sentences what a new order's first article means; none where it has none."""
    if not order.course.first_article:
        return ()
    signing = f"'station order sign {order.name}' then lets it run."
    words = [f"It takes one unit first, its first article: {signing}"]
    if not profile.can_prove_again:
        words.append(
            "That unit can't prove its identity once more after a restart, since the profile's"
            " commands don't read its certificate back: it proves it at once only."
        )
    return words

"""station hsm ca: the factory's CAs, their limits, their successors, and proofs for services."""

from argparse import ArgumentParser, Namespace
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from pydantic import JsonValue

from station.cli.agreement import Agreement, add_badge_options
from station.cli.console import Console
from station.cli.options import (
    ALL_WELL,
    SOMETHING_FOUND,
    AskedPin,
    Commands,
    add_command,
    add_group,
    add_pin_option,
    asked,
    at_least_one,
    data_of,
    factory_pin,
    open_file,
)
from station.errors import StationError
from station.folders import put_whole
from station.hsm.ca_keys import RootToken, verification_code
from station.hsm.tokens import Module, TokenAddress
from station.hsm.tries import PinTries
from station.model.rights import Right
from station.operations.authorities import prove_ca, roll_ca
from station.operations.ca_facts import CaFacts, ca_facts, chosen_ca
from station.operations.plant import open_plant, open_reader, utc_now
from station.records.authorities import KnownAuthority
from station.records.entries import EntryKind

_ROOT_PIN: Final = AskedPin("the root token", "--root-pin-fd")


def add(group: Commands) -> None:
    """Add them to the group."""
    ca = add_group(group, "ca", "the factory's certificate authorities")
    add_command(ca, "list", _list, "those that the record knows, and how much they issued")
    show = add_command(ca, "show", _show, "one of them: its certificate, its key, what it issued")
    show.add_argument(
        "ca",
        metavar="NAME",
        nargs="?",
        help="its name, or the beginning of its fingerprint; default: the one that issues",
    )
    show.add_argument(
        "--ask-token", action="store_true", help="ask the factory's token about its key, too"
    )
    add_pin_option(show)
    limit = add_command(ca, "limit", _limit, "how many certificates a CA may issue")
    limit.add_argument("ca", metavar="SHA256", help="the beginning of its fingerprint, from 'list'")
    most = limit.add_mutually_exclusive_group(required=True)
    most.add_argument("--most", metavar="N", type=at_least_one, help="so many")
    most.add_argument("--none", action="store_true", help="any number")
    roll = add_command(ca, "roll", _roll, "have a new issuing CA follow, under the same root")
    add_root_options(roll, required=True)
    verify = add_command(ca, "verify", _verify, "certify a service's verification code")
    verify.add_argument("code", metavar="CODE", help="as the service shows it")
    verify.add_argument("--out", metavar="FILE", type=Path, required=True, help="a new PEM file")
    verify.add_argument(
        "--ca", choices=("issuing", "root"), default="issuing", help="which CA (%(default)s)"
    )
    add_root_options(verify, required=False)
    for parser in (limit, roll, verify):
        add_badge_options(parser)
        add_pin_option(parser)


def add_root_options(parser: ArgumentParser, *, required: bool) -> None:
    """Add the ways to say where the root CA's token is."""
    group = parser.add_argument_group("the root CA's token")
    group.add_argument(
        "--root-module", metavar="PATH", required=required, help="the library that reaches it"
    )
    group.add_argument("--root-label", metavar="LABEL", help="its label")
    group.add_argument(
        "--root-environment",
        metavar="NAME=VALUE",
        action="append",
        default=[],
        help="what the library wants in its environment; may be given more than once",
    )
    group.add_argument(
        "--root-pin-fd",
        metavar="N",
        type=open_file,
        help="read its PIN from this file descriptor instead of the keyboard",
    )


def root_of(arguments: Namespace) -> RootToken:
    """Return the root CA's token, its PIN asked for; CFG-004 where nothing says where it is."""
    if arguments.root_module is None:
        raise StationError("CFG-004", why="--root-module says where the root CA's token is")
    pairs = [text.partition("=") for text in arguments.root_environment]
    if any(not name or not equals for name, equals, _ in pairs):
        raise StationError("CFG-004", why="--root-environment: NAME=VALUE")
    module = Module(arguments.root_module, {name: value for name, _, value in pairs})
    pin = asked(_ROOT_PIN, arguments.root_pin_fd)
    address = TokenAddress(module, arguments.root_label)
    return RootToken(address, pin, PinTries(data_of(arguments).pin_tries))


def _told(known: KnownAuthority) -> dict[str, JsonValue]:
    kept = known.authority
    return {
        "sha256": kept.sha256,
        "name": kept.name,
        "kind": kept.kind,
        "state": kept.state,
        "not_after": kept.not_after,
        "most": kept.most,
        "issued": known.issued,
    }


def _list(arguments: Namespace, console: Console) -> int:
    with open_reader(data_of(arguments)) as reader:
        known = reader.known_authorities()
    for one in known:
        kept = one.authority
        most = "" if kept.most is None else f" of {kept.most:,}"
        console.say(
            f"{kept.sha256[:16]}  {kept.kind:8} {kept.state:8} {one.issued:,}{most} issued,"
            f" until {kept.not_after[:10]}  {kept.name}"
        )
    console.answer({"authorities": [_told(one) for one in known]})
    return ALL_WELL


def _show(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    with open_reader(data) as reader:
        known = reader.known_authorities()
        chosen = chosen_ca(known, arguments.ca)
        proofs = list(reader.entries(kind=EntryKind.CA_PROVED))
    facts = ca_facts(chosen, known, proofs, utc_now())
    origin = "not asked: --ask-token asks the factory's token"
    if arguments.ask_token:
        with open_plant(data, factory_pin(arguments, data)) as plant:
            label = plant.tools.factory.ca.here().get(bytes.fromhex(facts.key))
        origin = f"made on the factory's token, and kept there: {label}"
        if label is None:
            origin = "not on the factory's token"
    _say_facts(facts, origin, console)
    proved: list[JsonValue] = [
        {"code": one.code, "time": f"{one.time:%Y-%m-%dT%H:%M:%SZ}"} for one in facts.proofs
    ]
    console.answer(
        {
            **_told(chosen),
            "subject": facts.subject,
            "serial": facts.serial,
            "not_before": f"{facts.not_before:%Y-%m-%dT%H:%M:%SZ}",
            "key_sha256": facts.key,
            "key_origin": origin,
            "parent": facts.parent,
            "fault": facts.fault,
            "verification_codes": proved,
        }
    )
    return SOMETHING_FOUND if facts.fault else ALL_WELL


def _say_facts(facts: CaFacts, origin: str, console: Console) -> None:
    kept, day = facts.known.authority, "%Y-%m-%d %H:%M:%S UTC"
    most = "any number" if kept.most is None else f"{kept.most:,}"
    above = f"verified, by {facts.parent}" if facts.parent else "verified, by itself: it is a root"
    told = [
        ("name", f"{kept.name} ({kept.kind}, {kept.state})"),
        ("subject", facts.subject),
        ("serial", facts.serial),
        ("valid", f"{facts.not_before:{day}} to {facts.not_after:{day}}"),
        ("SHA-256", kept.sha256),
        ("key's SHA-256", facts.key),
        ("key", origin),
        ("issued", f"{facts.known.issued:,} certificates of {most}"),
        ("issuer", facts.fault or above),
    ]
    told += [("certified code", f"{one.code} at {one.time:{day}}") for one in facts.proofs]
    if not facts.proofs:
        told.append(("certified code", "none: no service has been shown that its key is here"))
    for name, words in told:
        console.say(f"{name:15} {words}")


def _limit(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    agreement = Agreement(arguments, Right.CEREMONY, data, console)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        book = plant.tools.records.authorities
        wanted = arguments.ca.lower()
        found = [
            one.authority for one in book.authorities() if one.authority.sha256.startswith(wanted)
        ]
        if len(found) != 1 or not wanted:
            raise StationError("CFG-004", why=f"{len(found)} CAs have that fingerprint")
        book.set_most(found[0].sha256, arguments.most, agreement.given(plant.tools.records))
        name = found[0].name
    words = "any number of" if arguments.most is None else f"{arguments.most:,}"
    console.say(f"The CA {name} may issue {words} certificates.")
    console.answer({"sha256": found[0].sha256, "name": name, "most": arguments.most})
    return ALL_WELL


def _roll(arguments: Namespace, console: Console) -> int:
    data = data_of(arguments)
    agreement = Agreement(arguments, Right.CEREMONY, data, console)
    root = root_of(arguments)
    with open_plant(data, factory_pin(arguments, data)) as plant:
        active = roll_ca(plant.tools, root, agreement.given(plant.tools.records))
    console.say(f"From now on {active.authority.name} issues. Enroll it with the service, too.")
    console.answer(_told(active))
    return ALL_WELL


def _verify(arguments: Namespace, console: Console) -> int:
    data, out = data_of(arguments), arguments.out
    code = verification_code(arguments.code)
    if out.exists():
        raise StationError("CFG-004", why=f"{out} is there already")
    agreement = Agreement(arguments, Right.SETTINGS, data, console)
    root = root_of(arguments) if arguments.ca == "root" else None
    with open_plant(data, factory_pin(arguments, data)) as plant:
        certificate = prove_ca(plant.tools, code, root, agreement.given(plant.tools.records))
    put_whole(out, x509.load_der_x509_certificate(certificate).public_bytes(Encoding.PEM))
    console.say(f"{out}: give it to the service within a week.")
    console.answer({"code": code, "ca": arguments.ca, "out": str(out)})
    return ALL_WELL

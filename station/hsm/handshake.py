"""TLS with a token's key: its client connects to this station for a proof, or to a server.

The client is OpenSSL's own program with its PKCS#11 engine, since Python's `ssl` takes no key but
from a file. It opens the token beside whoever has it open, and gets its PIN within a configuration
that it reads from a pipe: it stands on no command line, in no environment and in no file. The
certificates that it reads are in memory, so that a station which is killed leaves no folder.
"""

import os
import select
import shutil
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from station.errors import StationError
from station.hsm.authority import named
from station.hsm.frames import Patience, wait_until
from station.hsm.memory_files import at, held
from station.hsm.tokens import TokenAddress
from station.hsm.tries import describe_token
from station.hsm.worker import inherited
from station.secret import Secret

VERSIONS: Final = (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)
_END_S: Final = 5.0
_PART: Final = 65_536  # what a pipe holds, pipe(7)
_MUTE: Final = subprocess.DEVNULL
_TALKS: Final = subprocess.PIPE
_LOCALHOST: Final = "127.0.0.1"
_PROGRAM_PACKAGE: Final = "openssl"
_ENGINE_PACKAGE: Final = "libengine-pkcs11-openssl"
# OpenSSL's config(5): engines by name, each with its control commands; `{}` are quoted values.
_CONFIGURATION: Final = b"""\
openssl_conf = init
[init]
engines = engines
[engines]
pkcs11 = pkcs11
[pkcs11]
engine_id = pkcs11
MODULE_PATH = %s
PIN = %s
init = 0
"""


@dataclass(frozen=True)
class ClientKey:
    """The client's key, where it is, and the certificate for it.

    Attributes:
        address: its token.
        key_id: its CKA_ID.
        certificate: DER.
    """

    address: TokenAddress
    key_id: bytes
    certificate: bytes

    @cached_property
    def uri(self) -> str:
        """RFC 7512's name of the private key on this very token; its serial number is looked up.

        Raises:
            StationError: as `describe_token`.
        """
        serial = self.address.marks.serial or describe_token(self.address).serial
        parts = [
            "type=private",
            f"id={_percent(self.key_id)}",
            f"serial={_percent(serial.encode())}",
        ]
        if self.address.label is not None:
            parts.append(f"token={_percent(self.address.label.encode())}")
        return "pkcs11:" + ";".join(parts)


def _percent(data: bytes) -> str:
    return "".join(f"%{byte:02X}" for byte in data)


@dataclass(frozen=True)
class Programs:
    """What the client is made of.

    Attributes:
        openssl: the program.
        engine: the PKCS#11 engine that it loads.
    """

    openssl: Path
    engine: Path


@dataclass(frozen=True)
class Server:
    """Whom a client connects to.

    Attributes:
        host: its name, which its certificate must have.
        port: where it listens.
        ca: PEM file of the authorities that may vouch for it; None for the system's own.
    """

    host: str
    port: int
    ca: str | None


@cache
def programs() -> Programs:
    """Return what the client is made of.

    Raises:
        StationError: HSM-046 for the first that is missing.
    """
    found = shutil.which("openssl")
    if found is None:
        raise StationError("HSM-046", "there is no program openssl", package=_PROGRAM_PACKAGE)
    try:
        told = subprocess.run(
            [found, "version", "-e"], env=inherited(), capture_output=True, timeout=10, check=True
        )
        # As in: ENGINESDIR: "/usr/lib/engines-3"
        folder = Path(os.fsdecode(told.stdout.split(b'"')[1]))
    except (OSError, subprocess.SubprocessError, IndexError) as error:
        detail = f"openssl doesn't say where its engines are: {type(error).__name__}"
        raise StationError("HSM-046", detail, package=_PROGRAM_PACKAGE) from error
    engine = folder / "pkcs11.so"
    if not engine.is_file():
        raise StationError("HSM-046", f"there is no {engine}", package=_ENGINE_PACKAGE)
    return Programs(Path(found), engine)


def prove_by_handshakes(
    key: ClientKey, pin: Secret, chain: Sequence[bytes], patience: Patience
) -> None:
    """Have a client with that key and certificate connect, once by each of `VERSIONS`.

    Args:
        key: the client's.
        pin: of its token's user, UTF-8; the caller wipes it.
        chain: the certificates above the client's that it is checked with, DER, the root last.
        patience: how long they may take.

    Raises:
        StationError: HSM-046 where a program is missing; HSM-016 where the client can't prove that
            it has the key, HSM-007 where it is late, LIN-003 where it was cancelled.
    """
    with held(_new_server()) as server, held(_pem(key.certificate)) as client:
        for version in VERSIONS:
            context = _context(server, version, chain)
            _handshake(context, key, pin, client, patience)


def _pem(*certificates: bytes) -> bytes:
    return "".join(map(ssl.DER_cert_to_PEM_cert, certificates)).encode("ascii")


def _new_server() -> bytes:
    """Return a key that is made for this alone, and a certificate for it, PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    now, name = datetime.now(UTC), named("station")
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(now - timedelta(days=1))
    certificate = builder.not_valid_after(now + timedelta(days=1)).sign(key, hashes.SHA256())
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return secret + certificate.public_bytes(Encoding.PEM)


def _context(server: int, version: ssl.TLSVersion, chain: Sequence[bytes]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = context.maximum_version = version
    context.load_cert_chain(at(server))
    context.verify_mode = ssl.CERT_REQUIRED
    context.load_verify_locations(cadata=b"".join(chain))
    return context


def _handshake(
    context: ssl.SSLContext, key: ClientKey, pin: Secret, certificate: int, patience: Patience
) -> None:
    with socket.create_server((_LOCALHOST, 0)) as listener:
        arguments = [
            *("s_client", "-connect", f"{_LOCALHOST}:{listener.getsockname()[1]}", "-quiet"),
            *("-engine", "pkcs11", "-keyform", "engine", "-key", key.uri),
            *("-cert", at(certificate)),
        ]
        with _client(arguments, key.address, pin, _MUTE, (certificate,)) as process:
            connection = _accepted(listener, process, patience)
            with context.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            ) as tls:
                try:
                    shake(tls, patience)
                except OSError as error:
                    detail = f"the handshake failed: {_why(error)}"
                    raise StationError("HSM-016", detail) from error
                if tls.getpeercert(binary_form=True) != key.certificate:
                    raise StationError("HSM-016", "the client showed another certificate")


def exchange(
    key: ClientKey,
    pin: Secret,
    chain: Sequence[bytes],
    server: Server,
    said: tuple[bytes, int],
    patience: Patience,
) -> bytes:
    """Have a client with that key and certificate say something to a server, and hear it out.

    Args:
        key: the client's.
        pin: of its token's user, UTF-8; the caller wipes it.
        chain: the certificates that the client shows above its own, DER, from its issuer upwards.
        server: whom it connects to.
        said: what it says, and how many bytes it hears at most.
        patience: how long it may take.

    Returns:
        What the server said until it closed the connection.

    Raises:
        StationError: HSM-046 where a program is missing; HSM-016 where the client can't prove that
            it has the key, or the connection fails; HSM-007 where it is late, LIN-003 where it was
            cancelled.
    """
    with held(_pem(key.certificate)) as own, held(_pem(*chain)) as above:
        arguments = _connecting(key, server, own, above if chain else None)
        with _client(arguments, key.address, pin, _TALKS, (own, above)) as process:
            heard = _conversation(process, said, patience)
            while process.poll() is None:
                time.sleep(patience.tick_ms() / 1000)
    if process.returncode and not heard:
        raise StationError("HSM-016", f"openssl ended with status {process.returncode}")
    return heard


def _connecting(key: ClientKey, server: Server, own: int, above: int | None) -> Sequence[str]:
    """Return the client's arguments.

    Args:
        key: the client's.
        server: whom it connects to.
        own: descriptor of its certificate, PEM.
        above: of those above that; None where there are none.
    """
    return [
        *("s_client", "-connect", f"{server.host}:{server.port}", "-quiet"),
        *("-servername", server.host, "-verify_hostname", server.host),
        *("-verify_return_error", "-verify_quiet"),
        *(("-CAfile", server.ca) if server.ca else ()),
        *("-engine", "pkcs11", "-keyform", "engine", "-key", key.uri),
        *("-cert", at(own), *(() if above is None else ("-cert_chain", at(above)))),
    ]


def _conversation(
    process: "subprocess.Popen[bytes]", said: tuple[bytes, int], patience: Patience
) -> bytes:
    """Give the client what it is to say, and return all that it hears until it ends."""
    sink, source = process.stdin, process.stdout
    if sink is None or source is None or len(said[0]) > _PART:
        raise ValueError("a client with pipes is given no more than they hold")
    with suppress(BrokenPipeError):  # why it ended, its status tells
        os.write(sink.fileno(), said[0])
    heard = bytearray()
    while len(heard) <= said[1]:
        wait_until(source.fileno(), select.POLLIN, patience)
        part = os.read(source.fileno(), _PART)
        if not part:
            return bytes(heard)
        heard += part
    raise StationError("HSM-016", f"the server says more than {said[1]} bytes")


@contextmanager
def _client(
    arguments: Sequence[str], address: TokenAddress, pin: Secret, ends: int, files: Sequence[int]
) -> Iterator["subprocess.Popen[bytes]"]:
    """Run the client within the block; its errors are not kept: they may be its library's.

    Args:
        arguments: of openssl.
        address: the token's.
        pin: its user's.
        ends: its standard input and output: `_MUTE`, or `_TALKS` over pipes.
        files: the descriptors that it reads.
    """
    source, sink = os.pipe()
    try:
        process = subprocess.Popen(
            [programs().openssl, *arguments],
            stdin=ends,
            stdout=ends,
            stderr=subprocess.DEVNULL,
            env={**inherited(), **address.module.environment, "OPENSSL_CONF": at(source)},
            pass_fds=(source, *files),
            start_new_session=True,
        )
        with process:
            try:
                with pin.reveal() as secret:
                    # A pipe holds much more than that, so nobody has to read yet.
                    os.write(sink, _configuration(address.module.library, bytes(secret)))
                os.close(sink)
                sink = -1
                yield process
            finally:
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait(_END_S)
    finally:
        os.close(source)
        if sink >= 0:
            os.close(sink)


def _configuration(library: str, pin: bytes) -> bytes:
    return _CONFIGURATION % (_quoted(os.fsencode(library)), _quoted(pin))


def _quoted(value: bytes) -> bytes:
    r"""Return a value of OpenSSL's configuration: within quotes, `\` lets any character stand.

    Raises:
        StationError: HSM-016 where it holds what ends a line, which no PIN or path can have there.
    """
    if any(byte in value for byte in b"\0\r\n"):
        raise StationError("HSM-016", "a PIN or path of more than one line can't be handed over")
    return b'"' + value.replace(b"\\", b"\\\\").replace(b'"', b'\\"') + b'"'


def _accepted(
    listener: socket.socket, process: "subprocess.Popen[bytes]", patience: Patience
) -> socket.socket:
    poll = select.poll()
    poll.register(listener, select.POLLIN)
    while not poll.poll(patience.tick_ms()):
        if process.poll() is not None:
            detail = f"openssl ended with status {process.returncode} before it connected"
            raise StationError("HSM-016", detail)
    connection, _ = listener.accept()
    connection.settimeout(0)
    return connection


def shake(tls: ssl.SSLSocket, patience: Patience) -> None:
    """Shake hands over a socket that never waits.

    Raises:
        OSError: where that fails.
        StationError: HSM-007 where it takes too long, LIN-003 on cancel.
    """
    while True:
        try:
            tls.do_handshake()
        except ssl.SSLWantReadError:
            wait_until(tls.fileno(), select.POLLIN, patience)
        except ssl.SSLWantWriteError:
            wait_until(tls.fileno(), select.POLLOUT, patience)
        else:
            return


def _why(error: OSError) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return error.verify_message
    reason = error.reason if isinstance(error, ssl.SSLError) else None
    return reason or type(error).__name__

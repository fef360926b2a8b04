"""A small token authority of Entra ID's kind, over HTTPS with a CA of its own.

It gives tokens to clients by their secret (RFC 6749 section 4.4), by an assertion that their
certificate's key signed (RFC 7523), to a person by a device code (RFC 8628), and to the machine as
Azure's App Service does. Each is a JWT that PyJWT makes, not the code that the practice service
checks it by.
"""

import base64
import json
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from station.practice.service.authority import ServerFiles, server_files
from station.practice.service.bearer import AUDIENCE, TokenAuthority

TENANT: Final = "11111111-2222-3333-4444-555555555555"
CLIENT: Final = "66666666-7777-8888-9999-000000000000"
SECRET: Final = "a-client's~secret.8Q"
SCOPE: Final = "https://azure-devices-provisioning.net/.default"
MACHINE: Final = "the-machine's-own-header"
_KEY_NAME: Final = "key-1"
_NO_CLIENT: Final = "AADSTS700016: Application was not found in the directory."
_NO_SECRET: Final = "AADSTS7000215: Invalid client secret provided."
_NO_ASSERTION: Final = "AADSTS700027: The certificate is not registered on the application."


@dataclass
class Authority:
    """What it knows and was asked; `port` once it serves.

    Attributes:
        files: its certificates; `ca` is whom clients trust.
        life_s: how long tokens are good for.
        audience: for whom they are.
        certified: the public key of the client's certificate; None for none.
        signed_in: whether the person has typed the code.
        grants: which grants were asked for, in turn.
        given: each token that was given.
        breaks: what is changed in each token's claims.
    """

    files: ServerFiles
    life_s: int = 3_600
    audience: str = AUDIENCE
    certified: rsa.RSAPublicKey | None = None
    signed_in: bool = False
    grants: list[str] = field(default_factory=list)
    given: list[str] = field(default_factory=list)
    breaks: dict[str, object] = field(default_factory=dict)
    port: int = 0

    @cached_property
    def key(self) -> rsa.RSAPrivateKey:
        """What tokens are signed by."""
        return rsa.generate_private_key(public_exponent=65_537, key_size=2_048)

    @property
    def host(self) -> str:
        """Its name and port."""
        return f"localhost:{self.port}"

    @property
    def issuer(self) -> str:
        """What tokens name it by."""
        return f"https://{self.host}/{TENANT}/v2.0"

    @property
    def verifier(self) -> TokenAuthority:
        """What a practice service checks its tokens by."""
        return TokenAuthority(self.issuer, {_KEY_NAME: self.key.public_key()})

    def token(self, key: rsa.RSAPrivateKey | None = None, **changed: object) -> str:
        """Return a token, with claims changed or signed by another key."""
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": self.audience, "iat": now, "nbf": now - 5}
        claims |= {"exp": now + self.life_s, "appid": CLIENT, **self.breaks, **changed}
        made = jwt.encode(claims, key or self.key, "RS256", headers={"kid": _KEY_NAME})
        self.given.append(made)
        return made

    def answer(self, path: str, sent: dict[str, str], header: str) -> tuple[int, dict[str, Any]]:
        """Return status and body for a request.

        Args:
            path: without a query.
            sent: the form or query.
            header: `x-identity-header`.
        """
        if path == "/machine":
            return self._for_machine(sent, header)
        if not path.startswith(f"/{TENANT}/"):
            return 400, _error("invalid_request", "AADSTS90002: Tenant was not found.")
        if path.endswith("/openid-configuration"):
            return 200, self._configuration()
        if path.endswith("/devicecode"):
            return 200, _device_code(self.host)
        return self._granted(sent)

    def _configuration(self) -> dict[str, Any]:
        below = f"https://{self.host}/{TENANT}/oauth2/v2.0"
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{below}/authorize",
            "token_endpoint": f"{below}/token",
            "device_authorization_endpoint": f"{below}/devicecode",
        }

    def _for_machine(self, sent: dict[str, str], header: str) -> tuple[int, dict[str, Any]]:
        self.grants.append("machine")
        if header != MACHINE or sent.get("resource") != AUDIENCE:
            return 401, {"statusCode": 401, "message": "no"}
        ends = str(int(time.time()) + self.life_s)
        return 200, {"access_token": self.token(), "expires_on": ends, "token_type": "Bearer"}

    def _granted(self, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        grant = sent["grant_type"]
        self.grants.append(grant)
        if sent.get("client_id") != CLIENT:
            return 400, _error("unauthorized_client", _NO_CLIENT)
        if grant == "client_credentials":
            refusal = self._refusal_of_client(sent)
            return (401, refusal) if refusal else (200, self._answered())
        if grant.endswith(":device_code") and not self.signed_in:
            return 400, _error("authorization_pending", "AADSTS70016: Pending.")
        return 200, {**self._answered(), **self._of_person()}

    def _refusal_of_client(self, sent: dict[str, str]) -> dict[str, Any] | None:
        assert sent["scope"] == SCOPE
        if "client_assertion" not in sent:
            good = sent.get("client_secret") == SECRET
            return None if good else _error("invalid_client", _NO_SECRET)
        try:
            assert self.certified is not None
            jwt.decode(
                sent["client_assertion"],
                self.certified,
                ["RS256", "PS256"],
                audience=f"https://{self.host}/{TENANT}/oauth2/v2.0/token",
            )
        except jwt.PyJWTError:
            return _error("invalid_client", _NO_ASSERTION)
        return None

    def _answered(self) -> dict[str, Any]:
        return {"token_type": "Bearer", "expires_in": self.life_s, "access_token": self.token()}

    def _of_person(self) -> dict[str, Any]:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 600, "sub": "anne"}
        claims |= {"tid": TENANT, "oid": "anne", "preferred_username": "anne@factory.example"}
        who = json.dumps({"uid": "anne", "utid": TENANT}).encode()
        return {
            "id_token": jwt.encode(claims, self.key, "RS256"),
            "refresh_token": "a-refresh-token",
            "client_info": base64.urlsafe_b64encode(who).decode(),
            "scope": SCOPE,
        }


def _device_code(host: str) -> dict[str, Any]:
    return {
        "device_code": "a-device-code",
        "user_code": "QWER-TYUI",
        "verification_uri": f"https://{host}/device",
        "expires_in": 900,
        "interval": 1,
        "message": "Sign in.",
    }


def _error(error: str, words: str) -> dict[str, Any]:
    return {"error": error, "error_description": words}


@contextmanager
def token_authority(folder: Path) -> Iterator[Authority]:
    """Give an authority that serves, its certificates in a folder."""
    folder.mkdir(exist_ok=True)
    authority = Authority(server_files(folder, ["localhost", "127.0.0.1"]))

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer(urlsplit(self.path).query)

        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["content-length"])).decode())

        def _answer(self, form: str) -> None:
            sent = {name: values[0] for name, values in parse_qs(form).items()}
            header = self.headers.get("x-identity-header", "")
            status, body = authority.answer(urlsplit(self.path).path, sent, header)
            text = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(authority.files.chain, authority.files.key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    authority.port = server.server_address[1]
    serving = Thread(target=lambda: server.serve_forever(0.05), daemon=True)
    serving.start()
    try:
        yield authority
    finally:
        server.shutdown()
        server.server_close()
        serving.join()

"""Talking to a SPARQL store: each kind of failure is one clear line, and no part of an answer counts as the whole."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
import time
from typing import TYPE_CHECKING

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from kg.config import Config
from kg.errors import ConfigError, RemoteStoreError
from kg.store.remote.graph_lines import canonical
from kg.store.remote.store_address import address_of
from tests.store.remote.stores import answers, free_port, scripted

if TYPE_CHECKING:
    from http.server import BaseHTTPRequestHandler
    from pathlib import Path

    from tests.store.remote.stores import Behaviour, Connected

GRAPH = "https://kg.example/note/A"
TRIPLE = b'<https://kg.example/a> <https://kg.example/b> "c" .\n'
LOGIN = {"KG_STORE_USER": "ada", "KG_STORE_PASSWORD": "s3cret"}


def cut_off(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    """Announce more than comes."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/n-triples")
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(TRIPLE)
    handler.close_connection = True


def hung_up(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    """Close without a word."""
    handler.close_connection = True


def late(handler: BaseHTTPRequestHandler, _: bytes) -> None:
    """Answer when nobody waits any more."""
    time.sleep(0.6)
    handler.close_connection = True


FAILURES = {
    "401": (answers(401), "refuses access (401); check KG_STORE_USER and KG_STORE_PASSWORD, or ~/.netrc"),
    "403": (answers(403), "refuses access (403)"),
    "500": (answers(500, b"out of\n memory", "text/plain"), "answered with status 500: out of memory"),
    "503": (answers(503), "answered with status 503"),
    "302": (answers(302, Location="https://other.example/"), "redirects to 'https://other.example/'"),
    "another kind": (answers(200, b"<html>", "text/html"), "answered with text/html instead of N-Triples; is this"),
    "no kind": (answers(200, b"", ""), "answered with no media type instead of N-Triples"),
    "cut off": (cut_off, "broke off the connection"),
    "hung up": (hung_up, "broke off the connection"),
    "late": (late, "gave no answer within 0.3 seconds"),
    "a part": (answers(206, TRIPLE, X_SQL_State="S1TAT"), "sent a part of the answer only (SQL state S1TAT)"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_each_failure_is_one_line_that_names_the_store(client: Connected, name: str) -> None:
    behave, said = FAILURES[name]
    with scripted(behave) as store, pytest.raises(RemoteStoreError) as caught:
        client(store.url, wait=0.3).graph(GRAPH)
    assert str(caught.value).startswith(f"store '{store.url}': ")
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_store_that_does_not_run_is_named(client: Connected) -> None:
    with pytest.raises(RemoteStoreError, match=r"cannot be reached \(.*refused.*\); is it running\?"):
        client(f"http://127.0.0.1:{free_port()}").graph(GRAPH)


def test_what_is_no_n_triples_is_refused(client: Connected) -> None:
    with scripted(answers()) as store, pytest.raises(RemoteStoreError, match="sent no valid N-Triples for <https"):
        canonical(client(store.url), TRIPLE[:-9], GRAPH)


def test_a_graph_that_is_not_there_is_none_but_writing_to_nowhere_fails(client: Connected) -> None:
    with scripted(answers(404)) as store:
        asked = client(store.url)
        assert asked.graph(GRAPH) is None
        asked.delete(GRAPH)
        with pytest.raises(RemoteStoreError, match=r"there is nothing at /store \(404\); see store.url"):
            asked.put(GRAPH, TRIPLE)


@pytest.mark.parametrize("trouble", [answers(429, Retry_After="0"), answers(503), hung_up, cut_off])
def test_what_may_be_sent_twice_is_sent_again_when_the_store_is_busy(client: Connected, trouble: Behaviour) -> None:
    with scripted(answers(200, TRIPLE), trouble, trouble) as store:
        assert client(store.url).graph(GRAPH) == TRIPLE
        assert store.asked == ["GET"] * 3


@pytest.mark.parametrize("trouble", [answers(503), hung_up])
def test_a_bulk_load_is_not_sent_again(client: Connected, trouble: Behaviour) -> None:
    with scripted(answers(204), trouble) as store, pytest.raises(RemoteStoreError):
        client(store.url).load(TRIPLE)
    assert store.asked == ["POST"]


def test_a_store_may_take_no_bulk_load(client: Connected) -> None:
    with scripted(answers(415)) as store:
        assert not client(store.url).load(TRIPLE)


DIGEST = 'Digest realm="r", nonce="n", qop="auth", algorithm=MD5'


@pytest.mark.parametrize(("challenge", "sent"), [('Basic realm="r"', "Basic YWRhOnMzY3JldA=="), (DIGEST, "Digest ")])
def test_the_store_says_how_to_log_in(client: Connected, challenge: str, sent: str) -> None:
    asks = answers(401, WWW_Authenticate=challenge)
    with scripted(answers(200, TRIPLE), asks) as store:
        asked = client(store.url, LOGIN)
        assert [asked.graph(GRAPH), asked.graph(GRAPH)] == [TRIPLE, TRIPLE]
    assert store.logins[0] == ""
    assert all(login.startswith(sent) and "s3cret" not in login for login in store.logins[1:])


def test_a_wrong_password_is_told_without_it(client: Connected) -> None:
    with (
        scripted(answers(401, WWW_Authenticate='Basic realm="r"')) as store,
        pytest.raises(RemoteStoreError, match="refuses access") as caught,
    ):
        client(store.url, LOGIN).put(GRAPH, TRIPLE)
    assert "s3cret" not in str(caught.value) + repr(address_of(Config(store_url=store.url), LOGIN))


def test_netrc_has_name_and_password_for_a_host(tmp_path: Path) -> None:
    (tmp_path / "netrc").write_text("machine store.example login ada password s3cret\n", encoding="utf-8")
    environ = {"NETRC": str(tmp_path / "netrc")}
    found = address_of(Config(store_url="https://store.example/sparql"), environ)
    assert (found.user, found.password, found.graphs) == (
        "ada", "s3cret", "https://store.example/sparql-graph-crud-auth"
    )  # fmt: skip
    assert address_of(Config(store_url="https://other.example"), environ).user == ""


def test_no_password_goes_unencrypted_to_another_machine_or_into_a_message() -> None:
    with pytest.raises(ConfigError, match="would send the password unencrypted; use https"):
        address_of(Config(store_url="http://store.example"), LOGIN)


def test_a_store_with_its_own_layout_is_named_by_two_addresses() -> None:
    config = Config(store_url="https://store.example/ds/sparql", store_graphs="https://store.example/ds/data")
    found = address_of(config, {})
    assert (found.query, found.graphs) == (config.store_url, config.store_graphs)


def test_a_certificate_that_nobody_vouches_for_is_refused_until_it_is_named(client: Connected, tmp_path: Path) -> None:
    certificate, context = _self_signed(tmp_path)
    with scripted(answers(200, TRIPLE), tls=context) as store:
        with pytest.raises(RemoteStoreError, match=r"cannot be trusted .*; KG_STORE_CA names a file"):
            client(store.url).graph(GRAPH)
        assert client(store.url, {"KG_STORE_CA": str(certificate)}).graph(GRAPH) == TRIPLE


def test_a_file_without_certificates_is_named(client: Connected, tmp_path: Path) -> None:
    (tmp_path / "empty.pem").write_text("", encoding="utf-8")
    for name, said in (("empty.pem", "holds no certificates"), ("none.pem", "cannot be read")):
        with pytest.raises(ConfigError, match=f"KG_STORE_CA.*{name}.*{said}"):
            client("https://localhost", {"KG_STORE_CA": str(tmp_path / name)})


def _self_signed(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate for this machine, and a server's context with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "own.pem"
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(made.public_bytes(pem))
    (folder / "key.pem").write_bytes(secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, folder / "key.pem")
    return file, context

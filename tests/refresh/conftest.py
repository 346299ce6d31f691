"""The local server that stands in for every publisher, whole again for each test; no setting of the machine reaches it."""

import os

import pytest

from tests.refresh.publishers import running

#: Settings that would lead a request to 127.0.0.1 astray, or lend it a name and a certificate.
NETWORK = (
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "no_proxy",
    "requests_ca_bundle",
    "curl_ca_bundle",
    "netrc",
    "github_token",
)


@pytest.fixture(autouse=True, scope="session")
def no_network_settings():
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.lower() in NETWORK}
    yield
    os.environ.update(kept)


@pytest.fixture(scope="module")
def publishers():
    with running() as server:
        yield server


@pytest.fixture
def server(publishers):
    """The publishers, with no fault set and nobody having asked."""
    publishers.faults.clear()
    publishers.edit.clear()
    publishers.asked.clear()
    return publishers

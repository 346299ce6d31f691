"""No setting of the machine reaches the local server these tests ask."""

import os

import pytest

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

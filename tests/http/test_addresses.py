"""Which addresses may be connected to: every special block at its first and last address, and beside them."""

from ipaddress import ip_address, ip_network
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvester.http.addresses import IPV4_BLOCKS, IPV6_BLOCKS, PORTS, PUBLIC_ONLY, AddressPolicy


def listed(name):
    return Path(__file__).with_name(name).read_text("utf-8").split()


PRIVATE = listed("private_addresses.txt")
PUBLIC = listed("public_addresses.txt")


@pytest.mark.parametrize("address", PRIVATE)
def test_private(address):
    assert address in PUBLIC_ONLY.refusal(address, 443)


@pytest.mark.parametrize("address", PUBLIC)
def test_public(address):
    assert PUBLIC_ONLY.refusal(address, 80) == ""


@pytest.mark.parametrize("block", IPV4_BLOCKS + IPV6_BLOCKS, ids=lambda block: str(block.network))
def test_the_ends_of_every_block(block):
    """The first row that matches need not be this one, but there is one."""
    for address in (block.network[0], block.network[-1]):
        assert PUBLIC_ONLY.refusal(str(address), 80)
    assert block.source


def test_the_table_is_not_more_lenient_than_the_standard_library():
    """The library knows the registry's global exceptions, and these are refused here as well."""
    for address in PUBLIC:
        if not address.startswith(("::ffff", "64:")):
            assert ip_address(address).is_global


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_what_the_library_calls_private_is_refused(address):
    if not address.is_global and not PUBLIC_ONLY.refusal(str(address), 80):
        assert address in ip_network("::ffff:0:0/96")  # judged by the IPv4 address in it


WORDS = {
    "127.0.0.1": "127.0.0.1 is loopback (RFC 1122, 3.2.1.3)",
    "::ffff:10.0.0.1": "::ffff:10.0.0.1 is in private use (RFC 1918)",
    "fd00:ec2::254": "fd00:ec2::254 is in private use, as cloud metadata is (RFC 4193)",
    "ff02::1": "ff02::1 is multicast (RFC 4291, 2.7)",
}


@pytest.mark.parametrize(("address", "words"), WORDS.items(), ids=WORDS)
def test_the_reason_is_told(address, words):
    assert PUBLIC_ONLY.refusal(address, 80) == words


@pytest.mark.parametrize(
    "port", [1, 21, 22, 25, 110, 143, 445, 587, 3306, 5432, 6379, 9200, 11211, 27017, 65535]
)
def test_ports_of_other_services(port):
    assert PUBLIC_ONLY.refusal("8.8.8.8", port).startswith(
        f"port {port} is not a port of web servers (80, 443"
    )


@pytest.mark.parametrize("port", PORTS)
def test_ports_of_web_servers(port):
    assert PUBLIC_ONLY.refusal("8.8.8.8", port) == ""


# What it shows: (nets that are allowed, address, port, whether it may be asked).
ALLOWED = {
    "a net": ("10.1.0.0/16", "10.1.255.255", 443, True),
    "beside the net": ("10.1.0.0/16", "10.2.0.0", 443, False),
    "one address": ("10.1.2.3", "10.1.2.3", 80, True),
    "at any port": ("10.1.0.0/16", "10.1.2.3", 6379, True),
    "IPv6": ("fd12::/16", "fd12::1", 80, True),
    "another family": ("10.1.0.0/16", "fd12::1", 80, False),
    "the net of an address that is mapped": ("127.0.0.0/8", "::ffff:127.0.0.1", 80, True),
    "all of a family": ("::/0", "::1", 80, True),
    "a public address at another port": ("93.184.216.34/32", "93.184.216.34", 9000, True),
}


@pytest.mark.parametrize(("net", "address", "port", "may"), ALLOWED.values(), ids=ALLOWED)
def test_allowed(net, address, port, may):
    assert (AddressPolicy((ip_network(net),)).refusal(address, port) == "") is may

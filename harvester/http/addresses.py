"""Which addresses and ports may be connected to: a table of blocks, and one function that judges by it.

What is judged is an address that a name or a literal was resolved to, never the text of a URL: resolvers
read "127.1", "0x7f.1", "017700000001", "2130706433" and full-width digits as 127.0.0.1.
"""

from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import NamedTuple

Network = IPv4Network | IPv6Network

PORTS = (80, 443, 8000, 8008, 8080, 8081, 8443, 8888)
"""Public web sites are served at these ports: those of the schemes, the registry's http-alt (8008, 8080), and
the usual ones beside them. Any other may belong to a service that takes an HTTP request for commands of its
own: mail (25), Redis (6379), memcached (11211)."""


class AddressBlock(NamedTuple):
    """Addresses of which none is a public web server's. what: completes "it is …". source: who says so."""

    network: Network
    what: str
    source: str


def _blocks(*rows: tuple[str, str, str]) -> tuple[AddressBlock, ...]:
    return tuple(AddressBlock(ip_network(network), what, source) for network, what, source in rows)


# All of IANA's IPv4 Special-Purpose Address Registry, whatever its column "Globally Reachable" says: no site
# is published in any of these blocks, and an anycast address leads to the nearest node, maybe one's own.
IPV4_BLOCKS = _blocks(
    ("0.0.0.0/8", "this host or this network", "RFC 791, 3.2"),
    ("10.0.0.0/8", "in private use", "RFC 1918"),
    ("100.64.0.0/10", "shared by the customers of a carrier", "RFC 6598"),
    ("127.0.0.0/8", "loopback", "RFC 1122, 3.2.1.3"),
    ("169.254.0.0/16", "link-local, as cloud metadata is", "RFC 3927"),
    ("172.16.0.0/12", "in private use", "RFC 1918"),
    ("192.0.0.0/24", "for protocols of the IETF", "RFC 6890, 2.1"),
    ("192.0.2.0/24", "for documentation", "RFC 5737"),
    ("192.31.196.0/24", "an anycast sink for DNS", "RFC 7535"),
    ("192.52.193.0/24", "an anycast relay of multicast", "RFC 7450"),
    ("192.88.99.0/24", "an anycast relay of 6to4", "RFC 7526"),
    ("192.168.0.0/16", "in private use", "RFC 1918"),
    ("192.175.48.0/24", "an anycast sink for DNS", "RFC 7534"),
    ("198.18.0.0/15", "for benchmarks of networks", "RFC 2544"),
    ("198.51.100.0/24", "for documentation", "RFC 5737"),
    ("203.0.113.0/24", "for documentation", "RFC 5737"),
    ("224.0.0.0/4", "multicast", "RFC 5771"),
    ("240.0.0.0/4", "reserved, or broadcast", "RFC 1112, 4"),
    # A public address by the registry, which Azure answers inside of each virtual machine.
    ("168.63.129.16/32", "the host of a virtual machine", "Azure, IP address 168.63.129.16"),
)

# The blocks within 2000::/3, outside of which no address is global unicast (RFC 4291, 2.4).
IPV6_BLOCKS = _blocks(
    ("2001::/32", "Teredo, which hides another address", "RFC 4380"),
    ("2001::/23", "for protocols of the IETF", "RFC 2928"),
    ("2001:db8::/32", "for documentation", "RFC 3849"),
    ("2002::/16", "6to4, which hides another address", "RFC 7526"),
    ("2620:4f:8000::/48", "an anycast sink for DNS", "RFC 7534"),
    ("3fff::/20", "for documentation", "RFC 9637"),
)
GLOBAL_UNICAST = IPv6Network("2000::/3")

# Addresses that are no more than another way to write an IPv4 address, which is judged in their place.
MAPPED = IPv6Network("::ffff:0:0/96")  # RFC 4291, 2.5.5.2
NAT64 = IPv6Network("64:ff9b::/96")  # RFC 6052, 2.1: how an IPv6-only network reaches each IPv4 site

# Only for the words: why an address outside of 2000::/3 is refused.
_OUTSIDE = _blocks(
    ("::/128", "no address", "RFC 4291, 2.5.2"),
    ("::1/128", "loopback", "RFC 4291, 2.5.3"),
    ("::/96", "an IPv4 address in a form that is out of use", "RFC 4291, 2.5.5.1"),
    ("64:ff9b:1::/48", "NAT64 in local use", "RFC 8215"),
    ("100::/64", "a sink", "RFC 6666"),
    ("5f00::/16", "a segment identifier", "RFC 9602"),
    ("fc00::/7", "in private use, as cloud metadata is", "RFC 4193"),
    ("fe80::/10", "link-local", "RFC 4291, 2.5.6"),
    ("fec0::/10", "site-local", "RFC 3879"),
    ("ff00::/8", "multicast", "RFC 4291, 2.7"),
    ("::/0", "not global unicast", "RFC 4291, 2.4"),
)


@dataclass(frozen=True, slots=True)
class AddressPolicy:
    """Which addresses may be connected to: public ones at the ports of web servers, and all of ``allowed``.

    allowed: the archivist's own networks. Their addresses may be asked at any port.
    """

    allowed: tuple[Network, ...] = ()

    def refusal(self, address: str, port: int) -> str:
        """Return why the address may not be connected to, as words without a full stop; ``""`` if it may.

        address: an IP address as a resolver gives it, also with a zone. ValueError for anything else.
        """
        judged = _judged(ip_address(address))
        if any(judged.version == net.version and judged in net for net in self.allowed):
            return ""
        if block := _block_of(judged):
            return f"{address} is {block.what} ({block.source})"
        return self.port_refusal(port)

    def port_refusal(self, port: int) -> str:
        """Return why no public host may be asked at the port, as words; ``""`` if it may."""
        return "" if port in PORTS else f"port {port} is not a port of web servers ({_PORTS_TOLD})"


_PORTS_TOLD = ", ".join(map(str, PORTS))
PUBLIC_ONLY = AddressPolicy()
ANY_ADDRESS = AddressPolicy((IPv4Network("0.0.0.0/0"), IPv6Network("::/0")))


def _judged(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """Return the address that packets go to in the end."""
    if isinstance(address, IPv6Address) and (address in MAPPED or address in NAT64):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address


@lru_cache(maxsize=4096)
def _block_of(address: IPv4Address | IPv6Address) -> AddressBlock | None:
    """Return the first block that the address is in, None for a public address."""
    if isinstance(address, IPv4Address):
        blocks = IPV4_BLOCKS
    else:
        blocks = IPV6_BLOCKS if address in GLOBAL_UNICAST else _OUTSIDE
    return next((block for block in blocks if address in block.network), None)

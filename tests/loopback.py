"""Loopback, where the sites of the tests are: what a test says is allowed, for the policy stays on."""

from ipaddress import ip_network

from harvester.fetch import Resolver
from harvester.http.addresses import AddressPolicy

LOOPBACK = (ip_network("127.0.0.0/8"),)


def resolver():
    return Resolver(AddressPolicy(LOOPBACK))

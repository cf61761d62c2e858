"""Loopback, where the servers of the benchmarks are: what a run is told to allow, for the policy stays on."""

from ipaddress import IPv4Network

LOOPBACK = (IPv4Network("127.0.0.0/8"),)

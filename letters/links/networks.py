"""Which addresses of the internet protocol belong to the open internet, and which lead into somebody's own house.

A link in a letter may be typed by anyone. Whoever can make the server open an address of their choosing could look at what only
the server can see: the database beside it, the router, the cloud's own service that hands out keys. So a request goes to
addresses of the open internet only.
"""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

IPAddress = IPv4Address | IPv6Address

# The registries of special-purpose addresses (RFC 6890; IANA), written out: what Python counts as global has changed between
# its versions, and an address must not become open because the interpreter is an old one.
_CLOSED_4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",  # this network (RFC 791)
        "10.0.0.0/8",  # private (RFC 1918)
        "100.64.0.0/10",  # shared by a provider's customers (RFC 6598); also a cloud's metadata service
        "127.0.0.0/8",  # this machine
        "168.63.129.16/32",  # a public number, but inside Azure it is the host under the virtual machine
        "169.254.0.0/16",  # link-local (RFC 3927); 169.254.169.254 is the metadata service of most clouds
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments (RFC 6890)
        "192.0.2.0/24",  # documentation (RFC 5737)
        "192.88.99.0/24",  # relays of 6to4, given up (RFC 7526)
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # measuring (RFC 2544)
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and the broadcast address
    )
)

_GLOBAL_6 = IPv6Network("2000::/3")
"""The only range out of which addresses are handed out for the open internet (RFC 4291, section 2.4)."""

_CLOSED_6 = tuple(
    IPv6Network(network)
    for network in (
        "2001::/23",  # protocol assignments; Teredo (2001::/32) carries an IPv4 address in disguise
        "2001:db8::/32",  # documentation (RFC 3849)
        "2002::/16",  # 6to4 carries an IPv4 address, and is given up (RFC 7526)
        "3fff::/20",  # documentation (RFC 9637)
    )
)

_NAT64 = IPv6Network("64:ff9b::/96")
"""How an IPv6-only network reaches IPv4 (RFC 6052): the last 32 bits are the real address, and are judged as such."""

_MAPPED = IPv6Network("::ffff:0:0/96")


def is_open(address: IPAddress) -> bool:
    """Whether ``address`` is of the open internet: not private, local, reserved or multicast, in whatever disguise."""
    if isinstance(address, IPv4Address):
        return _judged(address) and not any(address in network for network in _CLOSED_4)
    if address.scope_id is not None:  # "%eth0": an address on this machine's own wires
        return False
    if address in _NAT64 or address in _MAPPED:
        return is_open(IPv4Address(int(address) & 0xFFFFFFFF))
    return _judged(address) and address in _GLOBAL_6 and not any(address in network for network in _CLOSED_6)


def _judged(address: IPAddress) -> bool:
    """What the running Python thinks; it may know of a range that was closed after this list was written."""
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_link_local or address.is_loopback or address.is_unspecified
    )

"""Reads what the other rooms tell of organisations, writes the mentions and releases that their linking takes."""

from dataclasses import dataclass


@dataclass(slots=True)
class OrganizationMention:
    """One ORG mention; `person` names whose post there the release tells, () if nobody's.

    `country` is the id of the country named for it («украинский МИД», «от Беларуси – …»), "" if none.
    """

    row: int
    doc: int
    start: int
    normal: str
    person: tuple[str, ...] = ()
    country: str = ""


@dataclass(frozen=True, slots=True)
class Release:
    """What the other rooms know of one release.

    Its abbreviations (short, long); the country of most of its places (one or none); all countries of its places.
    """

    abbreviations: tuple[tuple[str, str], ...] = ()
    countries: tuple[str, ...] = ()
    spoken_of: frozenset[str] = frozenset()

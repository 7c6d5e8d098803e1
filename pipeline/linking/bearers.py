"""Reads PER mentions with what their releases tell of them, writes bearers: people as far as they are known."""

from dataclasses import dataclass, field

from pipeline.linking.evidence import Profile
from pipeline.linking.name_parts import Name, is_initial


@dataclass(slots=True)
class PersonMention:
    """One PER mention: its place in text order, where it stands, what it says, and what its release tells of it."""

    row: int
    doc: int
    start: int
    name: Name
    text: str
    profile: Profile


@dataclass(slots=True, eq=False)
class Bearer:
    """Mentions that are one person as far as is known: the forms of the name, where they stand, what they tell.

    `order` is the row of the first mention: it decides between equals. Hundreds of thousands live at once, so what
    most have one of is a tuple, and what the people of a release have alike is shared (Profile).
    """

    order: int
    profile: Profile
    rows: list[int] = field(default_factory=list)
    releases: set[int] = field(default_factory=set)
    lasts: tuple[str, ...] = ()
    firsts: tuple[str, ...] = ()
    middles: tuple[str, ...] = ()
    men: int = 0
    women: int = 0

    def add(self, m: PersonMention) -> None:
        """Take in one mention that gives the name in full or as the only one of its release."""
        self.take_forms((m.name.last,), (m.name.first,), (m.name.middle,))
        self.follow(m)

    def follow(self, m: PersonMention) -> None:
        """Take in one mention that refers back to a fuller one."""
        self.rows.append(m.row)
        self.releases.add(m.doc)
        self.men += m.name.gender == "m"
        self.women += m.name.gender == "f"
        self.profile = self.profile.with_all_of(m.profile)

    def update(self, other: "Bearer") -> None:
        """Take in another bearer."""
        self.order = min(self.order, other.order)
        self.rows += other.rows
        self.releases |= other.releases
        self.take_forms(other.lasts, other.firsts, other.middles)
        self.men += other.men
        self.women += other.women
        self.profile = self.profile.with_all_of(other.profile)

    def take_forms(self, lasts: tuple[str, ...], firsts: tuple[str, ...], middles: tuple[str, ...]) -> None:
        """Take in forms of the parts of the name; "" is a first name or patronymic that is not given."""
        self.lasts += tuple(last for last in lasts if last not in self.lasts)
        self.firsts += tuple(first for first in firsts if first and first not in self.firsts)
        self.middles += tuple(middle for middle in middles if middle and middle not in self.middles)

    @property
    def gender(self) -> str:
        """Return the gender that the roles tell, else that of most mentions, "" if unknown."""
        told = self.profile.of("gender")
        if len(told) == 1:
            return str(next(iter(told)))
        return "m" if self.men > self.women else "f" if self.women else ""

    @property
    def patronymics(self) -> set[str]:
        """Return the patronymics that are not just initials."""
        return {middle for middle in self.middles if not is_initial(middle)}


def bearer_of(m: PersonMention) -> Bearer:
    """Return a bearer for whom `m` is the first mention, yet to be added."""
    return Bearer(m.row, m.profile)

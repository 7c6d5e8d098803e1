"""Replays the analysts' decisions over the entities that the program found: merge, split, rename, ignore.

A cell of a decision selects mentions (selection.py). What a split selects of an entity becomes an entity of its own
first; then every merge is a link between two entities, and a split drops the links above it in the file that join its
two. So merges may stand in any order, and the later of a merge and a split counts. Nothing but the file and today's
releases is read, so the same tables come out whatever was published before.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.linking.decisions import Decision
from pipeline.linking.entities import Entity, describe, give_ids
from pipeline.linking.gazetteer import Gazetteer
from pipeline.linking.keys import fold
from pipeline.linking.mentions import LABELS
from pipeline.linking.organizations import Linked as LinkedOrganizations
from pipeline.linking.places import candidates
from pipeline.linking.selection import Selection, Selector, Statement

Problem = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Replayed:
    """The entities as the analysts want them; (line, what is wrong) of rows that could not be followed or do not count.

    `lines`: row of a mention → lines of the decisions that put the mention where it is.
    """

    entities: list[Entity]
    problems: list[Problem]
    lines: dict[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Link:
    """One merge: the entity that goes, or the part of its mentions that does, and the one it becomes."""

    decision: Decision
    goes: Selection
    into: Entity

    @property
    def line(self) -> int:
        return self.decision.line

    @property
    def ends(self) -> tuple[Hashable, Hashable]:
        return node_of(self.goes), id(self.into)


def node_of(selection: Selection) -> Hashable:
    """Return what stands for a selection among links: its entity, or its mentions where they are a part only."""
    return id(selection.entity) if selection.is_whole else frozenset(m.row for m in selection.mentions)


def replay(
    entities: Sequence[Entity],
    decisions: Sequence[Decision],
    doc_ids: Sequence[str],
    statements: Sequence[Statement],
    organizations: LinkedOrganizations,
    employers: Mapping[int, int],
    gazetteer: Gazetteer,
) -> Replayed:
    """Return the entities after all decisions; those that no decision speaks of are as they were."""
    work = Replay(list(entities), doc_ids, statements, organizations, employers, gazetteer)
    work.select(decisions)
    pairs = [d for d in decisions if d.action == "split"]
    carved = True
    while carved:  # a split may speak of what another one took out
        carved, pairs = work.carve(pairs)
        if carved:
            work.select(decisions)
    renames = work.renames([d for d in decisions if d.action == "rename"])
    links, apart = work.links_and_splits([d for d in decisions if d.action == "merge"] + pairs)
    ignored = work.ignored([d for d in decisions if d.action == "ignore"])
    links = work.without_contradicted(links, apart)
    heads = work.merge(links, ignored)
    work.rename(renames, heads)
    work.drop(ignored)
    return Replayed([e for e in work.entities if e.mentions], sorted(set(work.problems)), work.lines)


@dataclass(slots=True)
class Replay:
    """One replay on its way. Entities are compared by `is`: two may have equal names."""

    entities: list[Entity]
    doc_ids: Sequence[str]
    statements: Sequence[Statement]
    organizations: LinkedOrganizations
    employers: Mapping[int, int]
    gazetteer: Gazetteer
    selector: Selector = field(init=False)
    problems: list[Problem] = field(default_factory=list)
    lines: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def select(self, decisions: Iterable[Decision]) -> None:
        """Look the entities up anew, for the cells of `decisions`."""
        cells = [(d.label, cell) for d in decisions for cell in (d.name, d.into) if cell]
        self.selector = Selector(self.entities, cells, self.doc_ids, self.statements)

    def report(self, decision: Decision, text: str) -> None:
        self.problems.append((decision.line, f"{decision}: {text}"))

    # ---- split ------------------------------------------------------------------------------------------------------

    def carve(self, splits: Sequence[Decision]) -> tuple[bool, list[Decision]]:
        """Make an entity of each part that a split takes out of one; tell whether any, and the other splits."""
        pairs: list[Decision] = []
        parts: dict[frozenset[int], tuple[Decision, Entity]] = {}
        for decision in splits:
            part = self.part_of_one(decision)
            if part is None:
                pairs.append(decision)
            else:
                parts[frozenset(m.row for m in part.mentions)] = decision, part.entity
        # Of two rows that want one mention, the later one has it.
        owner = {mention: decision for ids, (decision, _) in parts.items() for mention in ids}
        made: list[tuple[Entity, Entity]] = []
        for ids, (decision, entity) in parts.items():
            kept = [m for m in entity.mentions if m.row in ids and owner[m.row] is decision]
            if not kept:
                self.report(decision, f"line {min(owner[i].line for i in ids)} takes the same mentions")
                continue
            made.append((entity, Entity(entity.label, f"decision|{decision.line}", kept)))
            self.lines.update((m.row, (decision.line,)) for m in kept)
        self.take_out(made)
        return bool(made), pairs

    def part_of_one(self, decision: Decision) -> Selection | None:
        """Return the mentions that one cell selects among those that the other one selects; None if not so."""
        one, other = self.two_selections(decision)
        if len(one) != 1 or len(other) != 1 or one[0].entity is not other[0].entity:
            return None
        small, large = sorted((one[0], other[0]), key=lambda selection: len(selection.mentions))
        inside = {m.row for m in large.mentions}
        if len(small.mentions) == len(inside) or not all(m.row in inside for m in small.mentions):
            return None
        return small

    def two_selections(self, decision: Decision) -> tuple[list[Selection], list[Selection]]:
        """Return what the two cells select; a name is looked for in the entity that the other cell is about first."""
        one, other = (self.selector.find(decision.label, cell) for cell in (decision.name, decision.into))
        if len(one) == 1 and one[0].is_whole:
            other = self.selector.find_in(one[0].entity, decision.into) or other
        elif len(other) == 1 and other[0].is_whole:
            one = self.selector.find_in(other[0].entity, decision.name) or one
        return one, other

    def take_out(self, made: Sequence[tuple[Entity, Entity]]) -> None:
        """Take the pieces of (entity, piece) out and name what is new: an id stays with the part that it is made of."""
        gone = {m.row for _, piece in made for m in piece.mentions}
        bases: list[tuple[str, Entity]] = []
        for entity in {id(entity): entity for entity, _ in made}.values():
            before = describe(entity, self.organizations, self.gazetteer)
            entity.mentions = [m for m in entity.mentions if m.row not in gone]
            own = [(describe(piece, self.organizations, self.gazetteer), piece) for e, piece in made if e is entity]
            if entity.mentions and before:
                base = describe(entity, self.organizations, self.gazetteer)
                heir = next((piece for other, piece in own if other == before != base), None)
                if heir is not None:
                    heir.id, entity.id = entity.id, ""
                    bases.append((base, entity))
            bases += [(base, piece) for base, piece in own if not piece.id]
        self.entities = [e for e in self.entities if e.mentions] + [piece for _, piece in made]
        taken = {*self.gazetteer.places_by_id, *self.gazetteer.organizations_by_id}
        give_ids(bases, taken | {e.id for e in self.entities if e.id}, self.entities, self.employers, self.gazetteer)

    # ---- what the other rows are about -----------------------------------------------------------------------------

    def one_entity(self, decision: Decision, label: str, cell: str) -> Entity | None:
        """Return the one entity that a cell is about; None, reported, where there is none or several."""
        found = self.selector.find(label, cell)
        if len(found) == 1:
            return found[0].entity
        self.report(decision, missing(cell) if not found else several(cell, found))
        return None

    def renames(self, decisions: Sequence[Decision]) -> list[tuple[Decision, Entity]]:
        found = []
        for decision in decisions:
            entity = self.one_entity(decision, decision.label, decision.name)
            if entity is not None:
                found.append((decision, entity))
                self.selector.also_named(decision.into, entity)
        return found

    def ignored(self, decisions: Sequence[Decision]) -> list[tuple[Decision, Selection]]:
        return [(d, selection) for d in decisions for selection in self.what_goes(d)]

    def what_goes(self, decision: Decision) -> list[Selection]:
        """Return what the name of a merge or ignore selects, of several entities only where it tells the releases."""
        found = self.selector.find(decision.label, decision.name)
        if not found:
            self.report(decision, missing(decision.name))
        elif len(found) > 1 and not Selector.has_place(decision.name):
            self.report(decision, several(decision.name, found))
            return []
        return found

    def links_and_splits(
        self, decisions: Sequence[Decision]
    ) -> tuple[list[Link], list[tuple[Decision, Hashable, Hashable]]]:
        """Return the links of all merges, and the pairs of entities that splits keep apart."""
        links: list[Link] = []
        apart: list[tuple[Decision, Hashable, Hashable]] = []
        for decision in sorted(decisions, key=lambda d: d.line):
            if decision.action == "merge":
                goes = self.what_goes(decision)
                into = self.target(decision) if goes else None
                if into is not None:
                    links += [Link(decision, one, into) for one in goes if one.entity is not into]
                continue
            one, other = self.two_selections(decision)
            for cell, found in ((decision.name, one), (decision.into, other)):
                if len(found) != 1:
                    self.report(decision, missing(cell) if not found else several(cell, found))
            if len(one) == len(other) == 1:
                if one[0].entity is other[0].entity:
                    self.report(decision, "the two select mentions of one entity, and neither is a part of the other")
                else:
                    apart.append((decision, node_of(one[0]), node_of(other[0])))
        return links, apart

    def target(self, decision: Decision) -> Entity | None:
        """Return the entity that a merge goes into: one of the corpus, else one of the curated tables."""
        prefix = decision.into.partition(":")[0]
        label = prefix if prefix in LABELS else decision.label
        found = self.selector.find(label, decision.into)
        if not found and (curated := curated_entity(label, decision.into, self.gazetteer)) is not None:
            if curated.id not in self.selector.by_id:
                self.entities.append(curated)
                self.selector.also_named(curated.id, curated)
            return self.selector.by_id[curated.id]
        return self.one_entity(decision, label, decision.into)

    # ---- merge against split ---------------------------------------------------------------------------------------

    def without_contradicted(
        self, links: list[Link], apart: Sequence[tuple[Decision, Hashable, Hashable]]
    ) -> list[Link]:
        """Return the links that no split below them undoes; what contradicts what is reported."""
        for decision, one, other in apart:
            while undone := shortest_between([x for x in links if x.line < decision.line], one, other):
                links = [x for x in links if x not in undone]
                for link in undone:
                    self.report(link.decision, f"undone by the split of line {decision.line}")
        for decision, one, other in apart:
            if rejoined := shortest_between(links, one, other):
                lines = ", ".join(str(line) for line in sorted({x.line for x in rejoined}))
                self.report(decision, f"undone by the merge of line {lines}")
        return links

    def merge(self, links: Sequence[Link], ignored: Sequence[tuple[Decision, Selection]]) -> dict[int, Entity]:
        """Put the mentions of every group of linked entities together; return which entity now has those of another."""
        gone = {id(selection.entity): d.line for d, selection in ignored if selection.is_whole}
        nodes: dict[Hashable, Entity] = {}
        joined: dict[Hashable, list[Hashable]] = defaultdict(list)
        lines: dict[Hashable, set[int]] = defaultdict(set)
        for link in sorted(links, key=lambda link: -link.line):  # what two rows want to take goes with the later one
            source, target = link.ends
            for entity in (link.goes.entity, link.into):
                if id(entity) in gone:
                    self.report(link.decision, f"line {gone[id(entity)]} ignores «{entity.name}»")
            if source not in nodes:
                nodes[source] = link.goes.entity if link.goes.is_whole else self.piece_of(link.goes)
                if not nodes[source].mentions:
                    self.report(link.decision, "a later line takes the same mentions")
            nodes[target] = link.into
            joined[source].append(target)
            joined[target].append(source)
            lines[source].add(link.line)
        heads: dict[int, Entity] = {}
        for group in components(joined):
            # The one that no merge sends elsewhere gives name and id; of several a curated one, then the first by id.
            stays = [nodes[n] for n in group if n not in lines] or [nodes[n] for n in group if nodes[n].id]
            head = min(stays, key=lambda e: (not self.is_curated(e), e.id))
            for node in group:
                other = nodes[node]
                heads[id(other)] = head
                if other is not head:
                    for m in other.mentions:
                        self.lines[m.row] = tuple(sorted(lines[node])) or self.lines.get(m.row, ())
                    head.mentions = head.mentions + other.mentions
                    head.absorbed += (other.identity, *other.absorbed)
                    other.mentions = []
            head.mentions.sort(key=lambda m: m.row)
        return heads

    def piece_of(self, selection: Selection) -> Entity:
        """Return the selected mentions as an entity of their own, taken out of theirs."""
        wanted = {m.row for m in selection.mentions}
        entity = selection.entity
        piece = Entity(entity.label, f"part|{min(wanted)}", [m for m in entity.mentions if m.row in wanted])
        entity.mentions = [m for m in entity.mentions if m.row not in wanted]
        if not self.is_curated(entity) and entity.mentions:
            describe(entity, self.organizations, self.gazetteer)
        return piece

    def is_curated(self, entity: Entity) -> bool:
        return entity.id in self.gazetteer.organizations_by_id or entity.id in self.gazetteer.places_by_id

    # ---- rename, ignore --------------------------------------------------------------------------------------------

    def rename(self, renames: Sequence[tuple[Decision, Entity]], heads: Mapping[int, Entity]) -> None:
        """Set the names; one that was merged into another names that one."""
        named: dict[int, Decision] = {}
        for decision, entity in renames:
            head = heads.get(id(entity), entity)
            before = named.get(id(head))
            if before is not None and before.into != decision.into:
                self.report(before, f"line {decision.line} gives it another name")
            named[id(head)] = decision
            head.name = head.given_name = decision.into

    def drop(self, ignored: Sequence[tuple[Decision, Selection]]) -> None:
        """Take the mentions away that the analysts want in no entity."""
        unwanted = {m.row for _, selection in ignored for m in selection.mentions}
        if not unwanted:
            return
        for entity in self.entities:
            if any(m.row in unwanted for m in entity.mentions):
                entity.mentions = [m for m in entity.mentions if m.row not in unwanted]


def missing(cell: str) -> str:
    return f"nothing in these releases is called «{cell}»"


def several(cell: str, found: Sequence[Selection]) -> str:
    ids = sorted({selection.entity.id for selection in found})
    told = ", ".join(ids[:5]) + (", …" if len(ids) > 5 else "")
    return f"«{cell}» is several: {told}; give the id, or add « @ » and the release"


def curated_entity(label: str, cell: str, gazetteer: Gazetteer) -> Entity | None:
    """Return the organisation or place that the curated tables call so, without mentions; None if none."""
    if label == "ORG":
        body = gazetteer.organizations_by_id.get(cell) or gazetteer.organizations.get(fold(cell))
        return None if body is None else Entity("ORG", body.id, [], body.id, body.name, body.kind)
    if label == "LOC":
        place = gazetteer.places_by_id.get(cell) or next(iter(candidates(cell, gazetteer)), None)
        return None if place is None else Entity("LOC", place.id, [], place.id, place.name, place.kind)
    return None


def shortest_between(links: Sequence[Link], one: Hashable, other: Hashable) -> list[Link]:
    """Return every link on a shortest chain of links from one node to the other; [] where none joins them."""
    near: dict[Hashable, list[Hashable]] = defaultdict(list)
    for link in links:
        source, target = link.ends
        near[source].append(target)
        near[target].append(source)

    def steps_from(start: Hashable) -> dict[Hashable, int]:
        steps, edge = {start: 0}, [start]
        for at in edge:
            for node in near[at]:
                if node not in steps:
                    steps[node] = steps[at] + 1
                    edge.append(node)
        return steps

    here, there = steps_from(one), steps_from(other)
    if other not in here:
        return []

    def is_between(a: Hashable, b: Hashable) -> bool:
        return a in here and b in there and here[a] + 1 + there[b] == here[other]

    return [link for link in links if is_between(*link.ends) or is_between(*reversed(link.ends))]


def components(joined: Mapping[Hashable, Sequence[Hashable]]) -> list[list[Hashable]]:
    """Return the groups of nodes that are joined, each once."""
    seen: set[Hashable] = set()
    groups: list[list[Hashable]] = []
    for start in joined:
        if start not in seen:
            seen.add(start)
            group = [start]
            for at in group:
                for node in joined[at]:
                    if node not in seen:
                        seen.add(node)
                        group.append(node)
            groups.append(group)
    return groups

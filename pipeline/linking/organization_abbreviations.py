"""Reads ORG mentions and defined abbreviations, writes whose abbreviation each is, in one release and in all."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from pipeline.linking.keys import CYRILLIC, LATIN, fold, is_abbreviation, latin
from pipeline.linking.organization_mentions import OrganizationMention, Release
from pipeline.linking.organization_names import PARENTHESES, Identity, OrganizationNames, is_open
from pipeline.linking.wordlists import word_lists


def release_abbreviations(
    doc_mentions: Sequence[OrganizationMention], release: Release, names: OrganizationNames
) -> dict[str, Identity]:
    """Return folded short form → identity of its full name, by the release's own definitions, then by its initials."""
    shorts: dict[str, Identity] = {}
    for short, long in release.abbreviations:
        if fold(short) != fold(long):
            shorts.setdefault(fold(short), names.identity(long))
    for m in doc_mentions:
        if (inside := PARENTHESES.search(m.normal)) and m.normal[: inside.start()].strip():
            shorts.setdefault(fold(inside.group()[1:-1]), names.identity(m.normal))
    expansions: dict[str, dict[str, Identity]] = defaultdict(dict)
    for m in doc_mentions:
        if not is_abbreviation(m.normal) and " " in m.normal:
            identity = names.identity(m.normal)
            for letters in initials(m.normal):
                expansions[letters][identity.key] = identity
            # «Сибирское отделение РАН» and «СО РАН»: initials of the body, the owner again; «КСЧС» without it.
            if identity.owner and " " in identity.head:
                for letters in initials(identity.head):
                    expansions[letters][identity.key] = identity
                    expansions[f"{letters} <{identity.owner}>"][identity.key] = identity
    for m in doc_mentions:
        own = names.identity(m.normal)
        first, _, rest = m.normal.partition(" ")
        if rest and own.owner and is_abbreviation(first) and own.key == f"name|{fold(first)} <{own.owner}>":
            options = expansions.get(f"{fold(first)} <{own.owner}>", {})
            if len(options) == 1:
                shorts.setdefault(fold(m.normal), next(iter(options.values())))
    for m in doc_mentions:
        key = fold(m.normal)
        options = expansions.get(key, {})
        if key not in shorts and len(key) > 2 and is_abbreviation(m.normal) and len(options) == 1:
            own = names.identity(m.normal)
            if is_open(own, key, names.gazetteer):
                shorts[key] = next(iter(options.values()))
    return shorts


def corpus_abbreviations(
    by_doc: Mapping[int, Sequence[OrganizationMention]], releases: Mapping[int, Release], names: OrganizationNames
) -> dict[str, Identity]:
    """Return folded abbreviation → identity for those that every release which defines them defines alike.

    «Организация», «Совет» defined in one release mean another body in the next: they stay there.
    """
    seen: dict[str, dict[str, Identity]] = defaultdict(dict)
    capitals: set[str] = set()
    for doc, doc_mentions in by_doc.items():
        release = releases.get(doc, Release())
        for short, identity in release_abbreviations(doc_mentions, release, names).items():
            seen[short][identity.key] = identity
        forms = [short for short, _ in release.abbreviations]
        for m in doc_mentions:
            forms += [m.normal, *(inside[1:-1] for inside in PARENTHESES.findall(m.normal))]
        capitals.update(fold(form) for form in forms if is_abbreviation(form))
    shorts = {
        short: next(iter(options.values()))
        for short, options in seen.items()
        if len(options) == 1 and short in capitals
    }
    spelt: dict[str, set[str]] = defaultdict(set)
    written = sorted({m.normal for doc_mentions in by_doc.values() for m in doc_mentions})
    for name in written:
        if is_abbreviation(name) and len(name) > 2 and CYRILLIC.search(name) and not LATIN.search(name):
            spelt[latin(name).casefold()].add(name)
    for name in written:
        # «ТЛП» and «TLP»: one abbreviation in both alphabets.
        same = spelt.get(name.casefold(), set())
        if is_abbreviation(name) and len(same) == 1 and not CYRILLIC.search(name):
            cyrillic = next(iter(same))
            shorts.setdefault(fold(name), shorts.get(fold(cyrillic), names.identity(cyrillic)))
    return shorts


def initials(name: str) -> set[str]:
    """Return the abbreviations that the words of a name could give, with and without its small words."""
    words = [w for w in fold(name).replace("-", " ").split() if w[:1].isalpha()]
    return {"".join(w[0] for w in words), "".join(w[0] for w in words if w not in word_lists()["small_word"])}

"""Reads the organisations of each release, writes which are one across releases.

A short form left open joins the only such body, a name without owner the only one with an owner. Another alphabet,
words left out at the beginning and a misprint make no other organisation.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from rapidfuzz.distance import Indel

from pipeline.linking.gazetteer import Gazetteer
from pipeline.linking.keys import CYRILLIC, LATIN, ascii_only, fold, is_abbreviation, latin, one_edit_apart
from pipeline.linking.organization_mentions import OrganizationMention, Release
from pipeline.linking.organization_names import Identity

# How many releases spell a name so before another is its misprint; letters of a long word, its ending left out.
SPELT_RELEASES = 3
LONG_WORD = 7
# What sounds alike in Latin names and in Russian ones transliterated by ICAO Doc 9303, the longer spellings first.
ALIKE = (
    *(("shch|sch|sh", "s"), ("tch|ch", "c"), ("dzh|zh|j", "g"), ("ph", "f"), ("ck|kh|q|c(?![eiy])", "k"), ("x", "ks")),
    *(("c(?=[eiy])|ts|z", "s"), ("w", "v")),
)
LONG_SKELETON = 4
LIKE_LONG = 0.6
LIKE_SHORT = 0.75


def link_across(
    pending: Sequence[tuple[OrganizationMention, Identity]],
    releases: Mapping[int, Release],
    found: dict[int, str],
    identities: dict[str, Identity],
    gazetteer: Gazetteer,
    how: dict[int, str],
) -> None:
    """Put into `found` the short forms that their release did not resolve.

    One body of that name in the whole corpus, owned by an organisation or by none but one country: that one, unless its
    country is none of those that the release speaks of. Otherwise each release keeps its own.
    """
    by_head: dict[str, set[str]] = defaultdict(set)
    for key, identity in identities.items():
        if identity.owner and identity.head:
            by_head[identity.head].add(key)
        for title in gazetteer.titles.get(key, ()):
            words = title.split()
            for n in range(1, len(words)):
                if (full := " ".join(words[:n])) in gazetteer.body_kinds:
                    by_head[full].add(key)
    chosen: dict[int, Identity] = {}
    for m, identity in pending:
        full = gazetteer.bodies.get(fold(m.normal), fold(m.normal))
        options = by_head.get(full, set())
        only = identities[next(iter(options))] if len(options) == 1 and full in gazetteer.body_kinds else None
        if only is not None and may_be_of(only, releases.get(m.doc, Release()), gazetteer):
            chosen[m.row] = only
            how[m.row] = "short form; the corpus has one such body"
        else:
            chosen[m.row] = Identity(f"{identity.key}|{m.doc}", "", identity.head or full)
            how[m.row] = "short form; nothing tells which body, each release has its own"
    for row, identity in chosen.items():
        found[row] = identity.key
        identities[identity.key] = identity


def may_be_of(body: Identity, release: Release, gazetteer: Gazetteer) -> bool:
    """Whether a release may mean the body: it speaks of the country that owns it, or of none at all."""
    owner = gazetteer.places_by_id.get(body.owner)
    is_of_state = owner is not None and owner.kind == "country"
    return not (is_of_state and release.spoken_of) or body.owner in release.spoken_of


def add_owners(
    mentions: Sequence[OrganizationMention],
    releases: Mapping[int, Release],
    found: dict[int, str],
    identities: Mapping[str, Identity],
    how: dict[int, str],
) -> None:
    """Join a name without owner to the only one that the corpus has with an owner, where the release speaks of it."""
    owned: dict[str, set[str]] = defaultdict(set)
    for key, identity in identities.items():
        if identity.owner and key.endswith(f" <{identity.owner}>"):
            owned[key.removesuffix(f" <{identity.owner}>")].add(key)
    for m in mentions:
        options = owned.get(found[m.row], set())
        if len(options) == 1:
            key = next(iter(options))
            if identities[key].owner in releases.get(m.doc, Release()).spoken_of:
                found[m.row] = key
                how[m.row] = "the corpus has one owner for the name, and its release speaks of it"


def join_last_words(
    mentions: Sequence[OrganizationMention],
    found: dict[int, str],
    identities: Mapping[str, Identity],
    how: dict[int, str],
) -> None:
    """Join a Latin word with the only longer Latin name that ends with it («Cockpit», «Vereinigung Cockpit»).

    Some release must have both, and no longer name with that end but one may be in the corpus.
    """
    docs: dict[str, set[int]] = defaultdict(set)
    for m in mentions:
        docs[found[m.row]].add(m.doc)
    by_end: dict[str, set[str]] = defaultdict(set)
    words: dict[str, str] = {}
    for key in docs:
        name = identities[key].head if key in identities and key.startswith("name|") else ""
        if not name or "<" in key or not LATIN.search(name) or CYRILLIC.search(name):
            continue
        first, _, end = name.rpartition(" ")
        if first:
            by_end[end].add(key)
        else:
            words[end] = key
    joined: dict[str, str] = {}
    for word, key in words.items():
        longer = by_end.get(word, set())
        if len(longer) == 1 and docs[key] & docs[(only := next(iter(longer)))]:
            joined[key] = only
    carry_out(joined, found, how, "end of the only longer name, which one release has beside it")


def join_alphabets(
    mentions: Sequence[OrganizationMention],
    found: dict[int, str],
    identities: Mapping[str, Identity],
    how: dict[int, str],
) -> None:
    """Join a name in Cyrillic letters with the only one in Latin letters that sounds alike («Юнипер», «Uniper»).

    The more frequent one stands for both.
    """
    counts: Counter[str] = Counter()
    spelt: dict[str, Counter[str]] = defaultdict(Counter)
    for m in mentions:
        key = found[m.row]
        if key.startswith("name|"):
            counts[key] += 1
            spelt[key][m.normal] += 1
    by_skeleton: dict[str, tuple[list[tuple[str, str]], list[tuple[str, str]]]] = defaultdict(lambda: ([], []))
    for key in sorted(counts):
        normal = min(spelt[key], key=lambda n: (-spelt[key][n], n))
        name = identities[key].head if key in identities else ""
        if "<" in key or is_abbreviation(normal) or bool(LATIN.search(name)) == bool(CYRILLIC.search(name)):
            continue
        by_skeleton[skeleton(name)][CYRILLIC.search(name) is not None].append((key, name))
    joined: dict[str, str] = {}
    for latin_names, cyrillic_names in by_skeleton.values():
        if len(latin_names) != 1:
            continue
        latin_key, latin_name = latin_names[0]
        for key, name in cyrillic_names:
            if sound_alike(latin_name, name):
                rare, usual = sorted((key, latin_key), key=lambda k: (counts[k], k))
                joined[rare] = usual
    carry_out(joined, found, how, "the only name in the other alphabet that sounds alike")


def carry_out(joined: Mapping[str, str], found: dict[int, str], how: dict[int, str], why: str) -> None:
    """Give every mention of a joined name the name that stands for it at last."""
    for row, key in found.items():
        if key in joined:
            how[row] = why
        while key in joined:
            key = joined[key]
        found[row] = key


@lru_cache(50_000)
def skeleton(name: str) -> str:
    """Return the consonants of a folded name and its figures, written alike whatever the alphabet («nrdstrm2»)."""
    written = ascii_only(latin(name))
    for spelling, letter in ALIKE:
        written = re.sub(spelling, letter, written)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[^a-z0-9]|[aeiouyhjw]", "", written))


def sound_alike(a: str, b: str) -> bool:
    """Tell whether two names of one skeleton are one: it is long, or the vowels fit as well."""
    consonants = len(skeleton(a))
    ratio = Indel.normalized_similarity(ascii_only(latin(a)), ascii_only(latin(b)))
    return ratio >= (LIKE_LONG if consonants >= LONG_SKELETON else LIKE_SHORT)


def join_misprints(mentions: Sequence[OrganizationMention], found: dict[int, str], how: dict[int, str]) -> None:
    """Join a name with the only other one that differs by one letter of a long word («Консерватовная партия»).

    One release has the misprint, at least `SPELT_RELEASES` the other, and no other name has the misprinted word.
    """
    docs: dict[str, set[int]] = defaultdict(set)
    for m in mentions:
        if found[m.row].startswith("name|"):
            docs[found[m.row]].add(m.doc)
    words = Counter(word for key in docs for word in set(words_of_key(key)))
    # Names of several words by all of them but one, so that only those that differ in it are compared.
    usual: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for key in sorted(docs):
        if len(docs[key]) >= SPELT_RELEASES:
            for rest, word in long_words(key):
                usual[rest].append((word, key))
    joined: dict[str, str] = {}
    for key in sorted(docs):
        if len(docs[key]) == 1:
            fitting = {
                other
                for rest, word in long_words(key)
                if words[word] == 1
                for spelt, other in usual.get(rest, ())
                if one_edit_apart(word, spelt)
            }
            if len(fitting) == 1:
                joined[key] = fitting.pop()
    carry_out(joined, found, how, "misprint of the only name that differs by one letter")


def words_of_key(key: str) -> list[str]:
    return key.removeprefix("name|").split()


def long_words(key: str) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield each long word of a name of several words, after the name without it."""
    words = words_of_key(key)
    for i, word in enumerate(words):
        if len(words) > 1 and len(word) >= LONG_WORD and word.isalpha():
            yield (*words[:i], "", *words[i + 1 :]), word

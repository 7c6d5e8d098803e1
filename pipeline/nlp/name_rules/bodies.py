"""Rules for the longest official names of bodies, with their owners and the names inside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from pipeline.nlp.name_rules.listed import place_end
from pipeline.nlp.name_rules.phrases import (
    DASHES,
    QUOTES,
    agrees,
    covered_words,
    head_of,
    is_listed,
    is_owner,
    merge_longer,
    noun_phrase,
    quoted_words,
)
from pipeline.nlp.name_words import Name, Words, lexicon


def abbreviation_before_owner(words: Words, names: list[Name]) -> list[Name]:
    """«[КСОПН] ОДКБ», «[УВР] ООН»: a lone abbreviation before an organisation is one of its organs."""
    covered = covered_words(names)
    found = list(names)
    common = lexicon().common_abbreviations
    for name in names:
        i = name.start - 1
        if (
            name.label == "ORG"
            and i >= 0
            and not words.opens[name.start]
            and i not in covered
            and words.is_abbreviation(i)
            and words.texts[i] not in common
            and words.is_abbreviation(name.start)
        ):
            found.append(Name(i, name.start, "ORG", "abbreviation before its owner"))
    return sorted(found)


def official_names(words: Words, names: list[Name]) -> list[Name]:
    """«[Антитеррористический центр государств – участников] СНГ», «Государственный комитет национальной безопасности»:
    a capitalised phrase around the head noun of a body, with its tail; names found before stay inside.

    A phrase that no tagger saw needs a tail: «Комитет принял решение» at the start of a sentence is left to the tagger.
    """
    by_start = {name.start: name for name in names}
    holder = {i: name for name in names for i in range(name.start, name.end)}
    grown: dict[tuple[int, int], Name] = {}
    heads = lexicon().heads
    for head, lemma in enumerate(words.lemmas):
        if lemma not in heads or not words.is_noun(head):
            continue
        found = holder.get(head)
        start = left_edge(words, head)
        if start is None or (found and found.label != "ORG"):
            continue
        if found:
            start = min(start, found.start)
        end, _ = tail_end(words, max(head + 1, found.end if found else 0), by_start, lemma)
        if found or end > head + 1:
            grown[start, end] = Name(start, end, "ORG", "official name")
    return merge_longer(names, list(grown.values()))


def state_body_in_small_letters(words: Words, names: list[Name]) -> list[Name]:
    """«[правительство] Китая», «[министерства иностранных дел] Пакистана», «[верховный суд] Пакистана»: a body of a
    state or a city, named by its owner."""
    by_start = {name.start: name for name in names}
    covered = covered_words([name for name in names if name.label != "LOC"])
    grown = []
    for head, lemma in enumerate(words.lemmas):
        if (
            lemma in lexicon().state_bodies
            and head not in covered
            and words.is_noun(head)
            and not words.is_capital(head)
        ):
            end, owner = tail_end(words, head + 1, by_start, lemma)
            if owner and words.feat(head, "Number") != "Plur":
                start = head
                while start > 0 and not words.opens[start] and names_a_rank(words, start - 1, head):
                    start -= 1
                grown.append(Name(start, end, "ORG", "state body"))
    return merge_longer(names, grown) if grown else names


def names_a_rank(words: Words, adjective: int, head: int) -> bool:
    """«верховный», «окружной», «федеральный»: part of the name of a court or a ministry, unlike «новый»."""
    return (
        words.is_adjective(adjective) and words.lemmas[adjective] in lexicon().ranks and agrees(words, adjective, head)
    )


def left_edge(words: Words, head: int) -> int | None:
    """Return where the phrase begins: at the leftmost capitalised adjective that agrees with the head, or at the
    head itself when it is capitalised; None when nothing is."""
    start = head if words.is_capital(head) else None
    i = head
    while i > 0 and not words.opens[i] and words.is_adjective(i - 1) and agrees(words, i - 1, head):
        i -= 1
        if words.is_capital(i):
            start = i
    return start


def tail_end(words: Words, i: int, by_start: dict[int, Name], head: str) -> tuple[int, bool]:
    """Return (end of the tail that begins at word `i`, whether it holds an owner) for a body headed by `head`.

    The tail is what a name of a body goes on with: genitives («национальной безопасности»), an owner («Кыргызской
    Республики», «СНГ»), «по» with a dative, «при» with a prepositional; «и» joins like to like.
    """
    listed = lexicon()
    thematic = head in listed.thematic
    takes_object = thematic or head in listed.with_object
    end, owner = i, False
    case = "Gen"
    while words.go_on(end):
        text = words.texts[end].lower()
        inner = by_start.get(end)
        if inner and inner.label in ("ORG", "LOC") and is_owner(words, inner):
            if owner and inner.label == "LOC":
                break
            end, owner, case = inner.end, True, "Gen"
            continue
        if text == "по" and takes_object and (phrase := noun_phrase(words, end + 1, "Dat")):
            if words.lemmas[phrase - 1] in listed.adverbial and (owner or words.lemmas[phrase - 1] != "вопрос"):
                break
            end, case = phrase, "Dat"
            continue
        if (
            head in listed.of_an_office
            and end == i
            and words.lemmas[end] in listed.offices
            and words.case(end) == "Gen"
        ):
            end += 1
            continue
        if text == "при" and words.go_on(end + 1) and words.is_capital(end + 1):
            phrase = noun_phrase(words, end + 1, "Loc")
            if phrase:
                end, owner, case = phrase, False, "Loc"  # «при Президенте Республики Беларусь»: an owner may follow
                continue
        if owner and case == "Gen":
            break
        if takes_object and not (inner and inner.label == "PER"):
            first = end + 1 if text in DASHES and words.is_noun(end - 1) else end
            phrase = noun_phrase(words, first, "Gen")
            if phrase and words.lemmas[phrase - 1] not in listed.generic_owners | listed.documents_and_events:
                if any(j in by_start for j in range(first, phrase)):
                    break
                end = phrase
                continue
            if phrase and first == end and is_member_states(words, phrase):
                end = phrase
                continue
        if text in ("и", ",") and thematic and end > i:
            phrase = noun_phrase(words, end + 1, case)
            if phrase and words.texts[end + 1][0].islower() and (text == "и" or list_goes_on(words, phrase, case)):
                end = phrase
                continue
        break
    return end, owner


def is_member_states(words: Words, end: int) -> bool:
    """Whether «государств» that ends at word `end` goes on with «– участников», «– членов»."""
    return words.go_on(end + 1) and words.texts[end] in DASHES and words.lemmas[end + 1] in ("участник", "член")


def list_goes_on(words: Words, i: int, case: str) -> bool:
    """Whether the comma before the phrase that ends at `i` belongs to a list closed by «и»."""
    while words.go_on(i) and words.texts[i] == ",":
        phrase = noun_phrase(words, i + 1, case)
        if not phrase:
            return False
        i = phrase
    return words.go_on(i) and words.texts[i] == "и" and noun_phrase(words, i + 1, case) is not None


def owner_after_organization(words: Words, names: list[Name]) -> list[Name]:
    """«[Секретариат] ООН», «[МИД] Германии», «[Палата представителей] [Конгресса] США»: joined from the right, so
    that every longest name keeps the ones inside it."""
    joined: list[Name] = []
    by_start: dict[int, list[Name]] = {}
    for name in sorted(names, reverse=True):
        following = by_start.get(name.end, ()) if words.go_on(name.end) else ()
        owner = max(following, key=lambda other: other.end, default=None)
        if name.label == "ORG" and owner and owner.label in ("ORG", "LOC") and is_owner(words, owner):
            # A bare abbreviation of a union owns, it is not owned: «ООН ОДКБ» stays two.
            worldwide = is_listed(words, name.start, name.end, lexicon().worldwide)
            if not worldwide and not ends_with_owner(name, joined, owner):
                name = name.extended("owner", end=owner.end)
        joined.append(name)
        by_start.setdefault(name.start, []).append(name)
    return merge_longer(joined, [])


def ends_with_owner(name: Name, names: Sequence[Name], owner: Name) -> bool:
    """Whether `name` already ends with a place of its own («МИД Германии» + «ФРГ»)."""
    return owner.label == "LOC" and any(
        other.label == "LOC" and other.end == name.end and name.covers(other) for other in names
    )


def quoted_owner(words: Words, names: list[Name]) -> list[Name]:
    """«[координационный совет] «Единой России»», «Русская служба «Би-би-си»»: the owner in quotes closes the name."""
    quoted = {name.start: name for name in names if name.label == "ORG"}
    heads = lexicon().heads

    def owner_of(name: Name) -> Name | None:
        opening = name.end
        closing = QUOTES.get(words.texts[opening]) if words.go_on(opening) and words.go_on(opening + 1) else None
        owner = quoted.get(opening + 1)
        if closing is None or owner is None or not words.go_on(owner.end) or words.texts[owner.end] != closing:
            return None
        is_part = name.label == "ORG" and name.end - name.start > 1 and words.lemmas[head_of(words, name)] in heads
        has_owner = any(name.covers(other) and other.end == opening for other in names)
        return owner if is_part and not has_owner else None

    grown = [name.extended("quoted owner", end=owner.end + 1) for name in names if (owner := owner_of(name))]
    return merge_longer(names, grown) if grown else names


def closed_by(names: list[Name], rule: str, closing: Callable[[Name], Name | None]) -> list[Name]:
    """Return the names, each extended to the end of the name that `closing` gives for it, found by `rule` too."""
    grown = [name.extended(rule, end=last.end) for name in names if (last := closing(name))]
    return merge_longer(names, grown) if grown else names


def quoted_body_of_a_part(words: Words, names: list[Name]) -> list[Name]:
    """«[Совет директоров «[Башинформа]»]», «[Правление ПАО «[Сбербанк]»]»: the quoted name that a part of a body ends
    with is the body's."""
    listed = lexicon()
    forms = listed.legal_forms | listed.public_legal_forms
    spans = {(name.start, name.end) for name in names}
    found = []
    for name in names:
        is_part = name.label == "ORG" and words.lemmas[head_of(words, name)] in listed.parts_of_bodies
        closing = name.end - 1
        if not is_part or words.texts[closing] not in QUOTES.values():
            continue
        opening = closing - 1
        while opening > name.start + 1 and words.texts[opening] not in QUOTES:
            opening -= 1
        is_form = words.texts[opening - 1] in forms
        if QUOTES.get(words.texts[opening]) != words.texts[closing] or opening + 1 == closing:
            continue
        if not is_form and words.case(opening - 1) != "Gen":
            continue
        start, end = (opening - 1, name.end) if is_form else (opening + 1, closing)
        if (start, end) not in spans:
            found.append(Name(start, end, "ORG", "quoted body"))
    return sorted([*names, *found], key=lambda n: (n.start, -n.end)) if found else names


def synonym_in_brackets(words: Words, names: list[Name]) -> list[Name]:
    """«[Управление подготовки войск] (сил) [Объединённого штаба ОДКБ]»: one body, a word of its name in brackets."""
    owners = {name.start: name for name in sorted(names, key=lambda n: n.end)}

    def owner_of(name: Name) -> Name | None:
        i = name.end
        if name.label != "ORG" or words.texts[i : i + 1] != ["("] or words.texts[i + 2 : i + 3] != [")"]:
            return None
        cases = words.case(i - 1), words.case(head_of(words, name))
        is_word = words.texts[i + 1].islower() and words.is_noun(i + 1) and words.case(i + 1) in cases
        owner = owners.get(i + 3) if is_word and all(words.go_on(j) for j in range(i, i + 4)) else None
        return owner if owner is not None and owner.label != "PER" and is_owner(words, owner) else None

    return closed_by(names, "brackets", owner_of)


def attached_to_an_office(words: Words, names: list[Name]) -> list[Name]:
    """«[АКН] при Президенте Республики Таджикистан»: the office that a body is attached to closes its name."""
    places = {name.start: name for name in names if name.label == "LOC"}

    def place_of(name: Name) -> Name | None:
        i = name.end
        is_attached = name.label == "ORG" and words.texts[i : i + 1] == ["при"]
        if not is_attached or not all(words.go_on(j) for j in range(i, i + 3)):
            return None
        return places.get(i + 2) if words.lemmas[i + 1] in lexicon().offices else None

    return closed_by(names, "office", place_of)


def mission_abroad(words: Words, names: list[Name]) -> list[Name]:
    """«[Посольство КНР] в РФ», «[Посольства Республики Казахстан] в Литовской Республике»: the state that a mission is
    sent to closes its name, a town does not."""
    places = {name.start: name for name in names if name.label == "LOC"}

    def state_of(name: Name) -> Name | None:
        i = name.end
        goes_on = name.label == "ORG" and words.texts[i : i + 1] in (["в"], ["во"]) and words.is_capital(name.start)
        if not goes_on or words.lemmas[head_of(words, name)] not in lexicon().missions:
            return None
        place = places.get(i + 1) if words.go_on(i) and words.go_on(i + 1) else None
        return place if place is not None and is_state(words, place) else None

    return closed_by(names, "state", state_of)


def office_of_a_union(words: Words, names: list[Name]) -> list[Name]:
    """«[Центр ОБСЕ] в Бишкеке», «[Программный офис ОБСЕ] в Душанбе»: the town closes the name, where «УНП ООН» is one
    body wherever it works."""
    places = {name.start: name for name in names if name.label == "LOC"}
    unions = lexicon().worldwide

    def town_of(name: Name) -> Name | None:
        i = name.end
        is_office = name.label == "ORG" and words.lemmas[head_of(words, name)] in lexicon().offices_abroad
        if not is_office or not words.is_capital(name.start) or not is_listed(words, i - 1, i, unions):
            return None
        goes_on = words.texts[i : i + 1] == ["в"] and words.go_on(i) and words.go_on(i + 1)
        return places.get(i + 1) if goes_on else None

    return closed_by(names, "town", town_of)


def is_state(words: Words, name: Name) -> bool:
    """Whether a place is a country of the gazetteer or one in capitals («РФ»)."""
    in_capitals = name.end - name.start == 1 and words.texts[name.start] in lexicon().states_in_capitals
    return in_capitals or place_end(words, name.start) == name.end


def body_of_a_town(words: Words, names: list[Name]) -> list[Name]:
    """«[Ленинский районный суд] г. Ставрополя», «[Администрация] города Томска»: the town owns the body."""
    towns = {name.start: name for name in names if name.label == "LOC"}
    # Where a place begins that ends at a word, the last of those that do.
    ends = {town.end: start for start, town in sorted(towns.items())}
    listed = lexicon()

    def town_of(name: Name) -> Name | None:
        i = name.end
        if name.label != "ORG" or not words.go_on(i):
            return None
        is_short = words.texts[i] in listed.settlement_abbreviations and words.texts[i + 1 : i + 2] == ["."]
        is_noun = words.lemmas[i] in listed.settlement_nouns and words.case(i) == "Gen"
        town = towns.get(i + 1 + is_short) if is_short or is_noun else None
        if town is None or not all(words.go_on(j) for j in range(i + 1, town.start + 1)):
            return None
        head = words.lemmas[head_of(words, name)]
        has_owner = ends.get(name.end, name.start) > name.start
        is_body = head in listed.heads or head in listed.state_bodies
        return town if is_body and not has_owner and is_owner(words, town) else None

    return closed_by(names, "town", town_of)


def named_after(words: Words, names: list[Name]) -> list[Name]:
    """«[Дипломатическая академия МИД Кыргызстана] имени Казы Дикамбаева», «… им. К. Дикамбаева»: the name goes on."""
    people = {name.start: name for name in names if name.label == "PER"}

    def person_after(name: Name) -> Name | None:
        i = name.end
        is_short = words.texts[i : i + 2] == ["им", "."]
        start = i + 1 + is_short
        if name.label != "ORG" or not (is_short or words.texts[i : i + 1] == ["имени"]):
            return None
        return people.get(start) if all(words.go_on(j) for j in range(i, start + 1)) else None

    found = [(name, person) for name in names if (person := person_after(name))]
    grown = [
        name.extended("named after", end=person.end)
        for name, person in found
        if not any(other.label == "ORG" and other.covers(name) for other, _ in found)
    ]
    return merge_longer(names, grown) if grown else names


def described_in_quotes(words: Words, names: list[Name]) -> list[Name]:
    """«группа «[Метро]»», «фирма «[Рассвет]»»: what the noun before the quotes calls a body is one, there and wherever
    the release has it in quotes."""
    covered = covered_words(names)
    listed = lexicon().descriptors
    quoted = [
        (start, end)
        for start, end in quoted_words(words)
        if words.is_capital(start) and len(words.texts[start]) > 1 and covered.isdisjoint(range(start, end))
    ]
    described = {
        tuple(words.lemmas[start:end])
        for start, end in quoted
        if start > 1 and words.lemmas[start - 2] in listed and words.go_on(start - 1)
    }
    found = [
        Name(start, end, "ORG", "described") for start, end in quoted if tuple(words.lemmas[start:end]) in described
    ]
    return sorted([*names, *found], key=lambda n: (n.start, -n.end))


def military_district(words: Words, names: list[Name]) -> list[Name]:
    """«войсками [Центрального военного округа]»: a body, its troops stand outside."""
    found = list(names)
    for start, end in military_districts(words):
        troops = start
        while troops > 0 and not words.opens[troops] and words.lemmas[troops - 1] in lexicon().troops:
            troops -= 1
        found = [name for name in found if not (troops <= name.start and name.end <= end)]
        found.append(Name(start, end, "ORG", "military district"))
    return sorted(found, key=lambda n: (n.start, -n.end))


def military_districts(words: Words) -> Iterator[tuple[int, int]]:
    """Yield start and end of «Центральный военный округ»."""
    for start in words.capitals:
        end = start + 3
        if words.lemmas[start + 1 : end] == ["военный", "округ"] and not any(words.opens[start + 1 : end]):
            yield start, end


def unions_inside(words: Words, names: list[Name]) -> list[Name]:
    """«(СМО [ОДКБ])», «АТЦ [СНГ]»: a union inside a longer name is a mention of its own."""
    unions = lexicon().worldwide
    spans = {(name.start, name.end) for name in names}
    found = list(names)
    for name in names:
        if name.label == "ORG" and name.end - name.start > 1:
            for i in range(name.start + 1, name.end):
                if (i, i + 1) not in spans and words.is_abbreviation(i) and is_listed(words, i, i + 1, unions):
                    spans.add((i, i + 1))
                    found.append(Name(i, i + 1, "ORG", "union"))
    return sorted(found, key=lambda n: (n.start, -n.end))

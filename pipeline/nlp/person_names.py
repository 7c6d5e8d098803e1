"""Reads the words of a person's name, gives its readings: which part each word is, nominative, gender and case."""

import re
from functools import cache, lru_cache
from itertools import product
from math import log
from typing import Any, NamedTuple

from pipeline.nlp.dictionary import analyzer, parses
from pipeline.nlp.inflection import CASES, Reading, folded, readings, shared_readings, with_letters_of
from pipeline.nlp.wordlists import read_wordlist
from pipeline.nlp.words import plain
from pipeline.resources import eastern_family_names, known_first_names, known_surnames

INITIAL = re.compile(r"[А-ЯЁA-Z]\.?|[А-ЯЁA-Z][а-яёa-z]\.")
# Punctuation, a number, a Roman numeral.
NO_NAME = re.compile(r"[\W\d_]+|[IVXLC]+")
JOINT = re.compile(r"['’ʼ`\-‑]")
# Syllables that only transcribed Chinese has: they tell «Дэн Сяопин» from «Дэн Браун».
CHINESE = re.compile("цз|чж|сяо|сюэ|цюэ|хуэй|кэцян|жэн|шэн|лэй$|гэн")
EASTERN_ENDINGS = "нькгмптрлйч"
ROMAN = re.compile("[IVXLC]+")
# «Буша-младшего»: an adjective after the surname.
JUNIOR = re.compile("(младш|старш)(ий|его|ему|им|ем|ая|ей|ую)")
JUNIOR_ENDINGS = {
    "m": {"Nom": "ий", "Gen": "его", "Dat": "ему", "Acc": "его", "Ins": "им", "Loc": "ем"},
    "f": {"Nom": "ая", "Gen": "ей", "Dat": "ей", "Acc": "ую", "Ins": "ей", "Loc": "ей"},
}
SYLLABLES = re.compile("[аеёиоуыэюя]")
# Turkic and Tajik letters too: «Гүлзат»
CYRILLIC_WORD = re.compile(r"[А-Яа-яЁёӨөҮүҰұҢңӘәҒғҚқҺһҲҳҶҷӢӣӮӯ]{2,}")
PATRONYMIC = re.compile(
    r"(?:[ои]в|[её]в|ь|[иы]н)(?:ич(?:[ауе]|ем|ом)?)$|(?:ов|ев|ёв)н(?:[аыеу]|ою?й?)$|иничн(?:[аыеу]|ой)$|(?:ьм|к|ф|ук|льи)ич(?:[ауе]|ем)?$|(?:ьм|к|ф|л)ичн(?:[аыеу]|ой)$"
)
# What a reading earns when a dictionary knows its nominative. A word no dictionary knows keeps its paradigm's weight.
KNOWN_BY_PYMORPHY = 8.0
KNOWN_BY_NATASHA = 3.0
KNOWN_BY_US = 8.0
FEMININE = re.compile("(?:[ое]ва|[иы]на|[сц]кая)$")
# Nobody's surname ends like a case of the commonest ones («Гасановым», «Вишневского»).
OBLIQUE = re.compile("(?:[ое]в|[иы]н)(?:ым|ой|ыми)$|[сц]к(?:им|ого|ому|ими)$")
# Any word may stay as it is (first parts of double names, foreign names), but seldom does.
UNCHANGED = 0.01
# The commonest first names against rare ones that share a form.
COMMON = 4.0
# A plural surname after two first names; a woman's «Петровы», unchanged, has .01 and a man's «Черных» 10.
SHARED = 3.0
# How many readings of one name are weighed against its context.
MOST_READINGS = 40


class PersonReading(NamedTuple):
    """One reading of a whole name: the nominative of each of its words, gender, case and log weight.

    `keys` are what the release's other mentions vote on: surname with gender, first name with gender.
    """

    words: tuple[str, ...]
    last: str
    first: str
    gender: str
    case: str
    weight: float
    keys: tuple[str, str]

    @property
    def name(self) -> tuple[tuple[str, ...], str]:
        """What tells two readings apart in the tables: words and gender."""
        return self.words, self.gender


class Lexicon(NamedTuple):
    """lexicon/person_names.yaml and natasha's dictionaries as sets of lower-case words, е for ё."""

    first: frozenset[str]
    last: frozenset[str]
    male_first: frozenset[str]
    female_first: frozenset[str]
    male_first_endings: tuple[str, ...]
    female_first_endings: tuple[str, ...]
    common_first: frozenset[str]
    unchanged_first: frozenset[str]
    unchanged_last_endings: tuple[str, ...]
    last_endings: tuple[str, ...]
    last_in_oy: frozenset[str]
    irregular_first: dict[str, str]
    irregular_last: dict[str, str]
    unchanged_last: frozenset[str]
    declined_last: frozenset[str]
    fleeting_last: frozenset[str]
    particles: frozenset[str]
    patronymic_words: dict[str, str]
    surnames_like_patronymics: frozenset[str]
    patronymic_ends: frozenset[str]
    given_name_ends: frozenset[str]
    family_name_first: frozenset[str]
    titles: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Load the name dictionaries, at the first call (0.1 s, 15 MB)."""
    lists: dict[str, Any] = read_wordlist("person_names.yaml")

    def words(name: str) -> frozenset[str]:
        return frozenset(folded(str(word)) for word in lists[name])

    return Lexicon(
        first=known_first_names(),
        last=known_surnames(),
        male_first=words("male_first"),
        female_first=words("female_first"),
        male_first_endings=tuple(lists["male_first_endings"]),
        female_first_endings=tuple(lists["female_first_endings"]),
        common_first=words("common_first"),
        unchanged_first=words("unchanged_first"),
        unchanged_last_endings=tuple(lists["unchanged_last_endings"]),
        last_endings=(*lists["last_endings"], *lists["unchanged_last_endings"]),
        last_in_oy=words("last_in_oy"),
        irregular_first={folded(stem): lemma for stem, lemma in lists["irregular_first"].items()},
        irregular_last={folded(stem): lemma for stem, lemma in lists["irregular_last"].items()},
        unchanged_last=words("unchanged_last"),
        declined_last=words("declined_last"),
        fleeting_last=words("fleeting_last"),
        particles=words("particles"),
        patronymic_words=dict(lists["patronymic_words"]),
        surnames_like_patronymics=words("surnames_like_patronymics"),
        patronymic_ends=words("patronymic_ends"),
        given_name_ends=words("given_name_ends"),
        family_name_first=eastern_family_names(),
        titles=words("titles"),
    )


# ---- one word ----------------------------------------------------------------------------------------------------


@lru_cache(20_000)
def dictionary_genders(lemma: str, grammeme: str) -> str:
    """Return m, f, both or none: the genders in which pymorphy3 knows `lemma` as a Name, Surn or Patr."""
    if not analyzer().word_is_known(lemma):
        return ""
    genders: set[str] = set()
    for parse in parses(lemma):
        tag = parse.tag
        if grammeme in tag and tag.case == "nomn" and tag.number == "sing" and parse.is_known:
            genders.update({"masc": "m", "femn": "f"}.get(tag.gender or "", "mf"))
    return "".join(sorted(genders))


@lru_cache(20_000)
def place_genders(lemma: str) -> str:
    """Return the genders in which pymorphy3 knows `lemma` as a place's nominative."""
    genders = {
        parse.tag.gender
        for parse in parses(lemma)
        if parse.is_known and "Geox" in parse.tag and "nomn" in parse.tag and parse.tag.gender
    }
    return "".join(sorted({"masc": "m", "femn": "f"}[gender] for gender in genders - {"neut"}))


@lru_cache(20_000)
def is_common_noun(words: tuple[str, ...]) -> bool:
    """Whether words marked as a person are none's name: small letters («пакистанцев»), or adjective and noun
    («Британские парламентарии»), no word of them a name that pymorphy3 knows.
    """
    lower = [word.lower() for word in words]
    if not all(analyzer().word_is_known(word) for word in lower):
        return False
    found = [[parse.tag for parse in parses(word)] for word in lower]
    if any({"Name", "Surn", "Patr", "Abbr"} & tag.grammemes for tags in found for tag in tags):
        return False
    adjectives = [any(tag.POS == "ADJF" for tag in tags) for tags in found]
    return all(word.islower() for word in words) or (len(words) == 2 and adjectives == [True, False])


@lru_cache(20_000)
def is_fixed(word: str, grammeme: str) -> bool:
    """Whether pymorphy3 knows `word` as a name that does not change («Шойгу»)."""
    return analyzer().word_is_known(word) and any(
        grammeme in parse.tag and "Fixd" in parse.tag and parse.is_known for parse in parses(word)
    )


@lru_cache(20_000)
def first_readings(word: str) -> tuple[Reading, ...]:
    """Return the readings of `word` (lower case) as a first name."""
    if folded(word) in lexicon().unchanged_first:
        return tuple(
            Reading(word, gender, case, weight) for gender, weight in first_gender(word).items() for case in CASES
        )
    found = [*readings(word, "first"), *irregular_readings(word, lexicon().irregular_first)]
    return tuple(reading._replace(weight=reading.weight * first_factor(reading)) for reading in found)


def irregular_readings(word: str, stems: dict[str, str]) -> list[Reading]:
    """Return the readings of `word` (lower case) whose stem is in `stems` («Льва» → «Лев»)."""
    found = []
    for reading in readings(word, "first"):
        lemma = stems.get(folded(reading.lemma))
        if lemma and reading.gender == "m" and reading.case != "Nom":
            found.append(reading._replace(lemma=lemma if "ё" in word else lemma.replace("ё", "е"), weight=3.0))
    return found


@lru_cache(20_000)
def first_gender(lemma: str) -> dict[str, float]:
    """Return how much each gender is to be believed of a first name's nominative."""
    known = lexicon()
    key = folded(lemma)
    genders = dictionary_genders(lemma, "Name")
    factor = {"m": 1.0, "f": 1.0}
    if key in known.male_first or key in known.female_first:
        factor = {"m": 0.2, "f": 0.2}
        if key in known.male_first:
            factor["m"] = KNOWN_BY_US
        if key in known.female_first:
            factor["f"] = KNOWN_BY_US
    elif genders:
        factor = {gender: KNOWN_BY_PYMORPHY if gender in genders else 0.2 for gender in "mf"}
    else:
        # By the ending: «Пол», «Дмитро», «Хайко» are men, «Тереза», «Улла» women, unless something says otherwise.
        if key.endswith(known.female_first_endings):
            factor = {"m": 0.1, "f": 2.0}
        elif key.endswith(known.male_first_endings):
            factor = {"m": 2.0, "f": 0.1}
        elif key[-1] in "ая":
            factor = {"m": 0.2, "f": 1.0}
        elif key[-1] in "оу":
            factor = {"m": 1.0, "f": 0.4}
        elif key[-1] not in "еиэюыёь":
            factor = {"m": 1.0, "f": 0.1}
        # A nominative that the dictionary has as a place («Азия»).
        for gender in place_genders(lemma):
            factor[gender] *= 2
        # natasha's list has oblique forms too («танзиле»).
        if key in known.first and key[-1] not in "еуы":
            factor = {gender: value * KNOWN_BY_NATASHA for gender, value in factor.items()}
    return factor


def first_factor(reading: Reading) -> float:
    """Return how much the dictionaries raise or lower a reading of a first name."""
    factor = first_gender(reading.lemma).get(reading.gender, 1.0)
    if factor > 1 and folded(reading.lemma) in lexicon().common_first:
        factor *= COMMON
    if factor > 1 and reading.lemma[-1] in "еиуыою" and reading.weight <= 0.5:
        # A known name in a vowel does not change, whatever its ending looks like («Имангали», «Генри»), unless it is
        # a known name in -а, -я too («Кристине»).
        stem = reading.lemma[:-1]
        factor *= 0.3 if dictionary_genders(stem + "а", "Name") or dictionary_genders(stem + "я", "Name") else 3
    return factor


@lru_cache(20_000)
def last_readings(word: str) -> tuple[Reading, ...]:
    """Return the readings of `word` (lower case) as a surname."""
    found = [r._replace(weight=r.weight * last_factor(word, r)) for r in readings(word, "last")]
    return (*found, *irregular_readings(word, lexicon().irregular_last))


def last_factor(word: str, reading: Reading) -> float:
    """Return how much the dictionaries raise or lower a reading of a surname."""
    known = lexicon()
    key = folded(reading.lemma)
    unchanged = reading.lemma == word and key[-1] not in "бвгдзйклмнпрстфхцжшщчь"
    if key in known.unchanged_last:
        return 100.0 if is_unchanged(reading) else 0.3
    if key in known.declined_last:
        return KNOWN_BY_US * 3
    if key in known.fleeting_last:
        return KNOWN_BY_US
    if unchanged and is_fixed(word, "Surn"):
        return KNOWN_BY_PYMORPHY * 4
    if (reading.gender == "m" and key in known.last_in_oy) or (
        key.endswith("ая") and key[:-2] + "ой" in known.last_in_oy
    ):
        return KNOWN_BY_US * 8
    if key.endswith(known.unchanged_last_endings) and reading.lemma == word and is_unchanged(reading):
        return 10.0
    if OBLIQUE.search(key):
        return 0.05
    genders = dictionary_genders(reading.lemma, "Surn")
    # A surname in -а that is a man's is a woman's too («Капица»), unless it is the feminine of another.
    if reading.gender in genders or (genders and key[-1] == "а" and not FEMININE.search(key)):
        return KNOWN_BY_PYMORPHY
    if reading.gender == "p":
        return KNOWN_BY_NATASHA if {key[:-1], key[:-1] + "ь"} & known.last else 1.0
    if reading.gender == "f" and FEMININE.search(key):
        key = key[:-1]
    elif reading.gender == "f" and key.endswith("ая"):
        key = key[:-2] + "ий"
    # natasha's list has oblique forms and slips too («хачатряна», «кошановый»).
    return KNOWN_BY_NATASHA if key in known.last and not key.endswith(("а", "у", "ы", "ый")) else 1.0


def is_unchanged(reading: Reading) -> bool:
    """Whether the paradigm of `reading` is one of those whose forms are all alike."""
    return any(
        other.lemma == reading.lemma and other.case == "Ins" and other.gender == reading.gender
        for other in readings(reading.lemma, "last")
    )


@lru_cache(20_000)
def patronymic_readings(word: str) -> tuple[Reading, ...]:
    """Return the readings of `word` (lower case) as a patronymic; none if it does not look like one."""
    if not PATRONYMIC.search(word):
        return ()
    return tuple(readings(word, "middle"))


READERS = {"first": first_readings, "last": last_readings, "middle": patronymic_readings}


@lru_cache(20_000)
def word_readings(word: str, part: str) -> tuple[Reading, ...]:
    """Return the readings of a word of a name (lower case, hyphens allowed), unchanged ones among them."""
    joints = JOINT.findall(word)
    pieces = JOINT.split(word)
    if len(pieces) == 1:
        return with_unchanged(word, READERS[part](word) if CYRILLIC_WORD.fullmatch(word) else ())
    choices: list[tuple[Reading, ...]] = []
    last = len(pieces) - 1 - bool(JUNIOR.fullmatch(pieces[-1]))
    for number, piece in enumerate(pieces):
        junior = JUNIOR.fullmatch(piece)
        if junior and number > last:
            found = [(g, c) for g in "mf" for c in CASES if JUNIOR_ENDINGS[g][c] == junior[2]]
            choices.append(tuple(Reading(junior[1] + JUNIOR_ENDINGS[g]["Nom"], g, c, 1.0) for g, c in found))
            continue
        if not CYRILLIC_WORD.fullmatch(piece) or (piece in lexicon().particles and number < last):
            choices.append(tuple(Reading(piece, g, c, 1.0) for g in "mf" for c in CASES))
        elif number < last:
            # First parts often stay («Жан-Пьера», «Нур-уль-Хака»), or decline («Римского-Корсакова»).
            choices.append(with_unchanged(piece, READERS[part](piece), 0.5 if part == "first" else 0.1))
        else:
            choices.append(with_unchanged(piece, READERS[part](piece)))
    best: dict[tuple[str, str, str], float] = {}
    for gender, case in product("mf", CASES):
        fitting = [[r for r in choice if r.gender == gender and r.case == case] for choice in choices]
        for combination in product(*(sorted(f, key=lambda r: -r.weight)[:3] for f in fitting)):
            weight = 1.0
            for reading in combination:
                weight *= reading.weight
            lemma = "".join(reading.lemma + joint for reading, joint in zip(combination, [*joints, ""], strict=True))
            key = lemma, gender, case
            best[key] = max(weight, best.get(key, 0))
    return tuple(Reading(*key, weight) for key, weight in best.items())


def with_unchanged(word: str, found: tuple[Reading, ...], weight: float = UNCHANGED) -> tuple[Reading, ...]:
    """Return `found` and, for genders and cases in which `word` is not its own nominative, that reading at `weight`."""
    have = {(r.gender, r.case): r.weight for r in found if r.lemma == word}
    extra = tuple(
        Reading(word, gender, case, weight) for gender in "mf" for case in CASES if have.get((gender, case), 0) < weight
    )
    return tuple(r for r in found if r.weight >= weight or r.lemma != word) + extra


# ---- the parts of a name -----------------------------------------------------------------------------------------


@lru_cache(20_000)
def first_score(word: str) -> float:
    """Return how well `word` (lower case) would do as a first name: its best reading's weight."""
    return max((r.weight for r in word_readings(word, "first")), default=0.0)


@lru_cache(20_000)
def last_score(word: str) -> float:
    """Return how well `word` (lower case) would do as a surname."""
    return max((r.weight for r in word_readings(word, "last")), default=0.0)


def is_initial(word: str) -> bool:
    """Whether `word` is one capital, with or without a full stop, or «Дж.»."""
    return bool(INITIAL.fullmatch(word))


@lru_cache(20_000)
def parts_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return for each word of a name which part it is: first, middle, last, initial, word (a patronymic word),
    particle, or rest (a title, a roman numeral, what stands in brackets).
    """
    known = lexicon()
    parts: list[str] = [""] * len(words)
    if is_eastern(words):  # «Нгуен Ван Нгы»: «Ван» is no Dutch particle
        return ("last", *["first"] * (len(words) - 1))
    for i, word in enumerate(words):
        lower = word.lower()
        if lower in known.patronymic_words and i:
            parts[i] = "word"
        elif is_initial(word) and not (i == 1 and words[0].lower() in known.family_name_first and word[-1] != "."):
            parts[i] = "initial"
        elif NO_NAME.fullmatch(word) or (lower in known.titles and i < len(words) - 1):
            # «король Карл», where «Андрей Король» has it for a surname
            parts[i] = "rest"
        elif lower in known.particles and (word[0].islower() or 0 < i < len(words) - 1):
            parts[i] = "particle"
    free = [i for i, part in enumerate(parts) if not part]
    for i, part in zip(
        free, parts_of_words(tuple(words[i] for i in free), has_initial="initial" in parts), strict=True
    ):
        parts[i] = part
    if ROMAN.fullmatch(words[-1]) and "middle" not in parts:
        # Monarchs and popes have first names only («Иоанн Павел II»).
        parts = ["first" if part == "last" else part for part in parts]
    if "word" in parts:
        # «Гейдар Алирза оглы Алиев»: the father's name stands before the word.
        before = parts.index("word") - 1
        if parts[before] in ("first", "last") and len(words) > 2:
            parts[before] = "middle"
        if "first" not in parts and "last" in parts:
            # «Тологон Асан уулу», «Асан уулу Тологон»: no surname.
            parts[parts.index("last")] = "first"
    return tuple(parts)


def parts_of_words(words: tuple[str, ...], has_initial: bool) -> list[str]:
    """Return the parts of the full words of a name."""
    lower = [plain(word).lower() for word in words]
    if not words:
        return []
    if len(words) == 1:
        if has_initial:
            return ["last"]
        return ["first" if first_score(lower[0]) > 2 * last_score(lower[0]) else "last"]
    patronymics = [i for i in range(len(words)) if patronymic_readings(lower[i])]
    if len(words) == 2:
        if 1 in patronymics and has_patronymic_shape(lower[1]) and not has_initial and not is_womans(*lower):
            return ["first", "middle"]
        if has_initial:
            return ["first", "last"]
        if is_eastern(words) or is_turkic(*lower):
            return ["last", "first"]
        return ["last", "first"] if is_surname_first(*lower) else ["first", "last"]
    if 1 in patronymics:
        return ["first", "middle"] + ["last"] * (len(words) - 2)
    if 2 in patronymics and (has_patronymic_shape(lower[2]) or closes_with_patronymic(lower)):
        return ["last", "first", "middle"] + ["last"] * (len(words) - 3)
    if is_eastern(words):
        return ["last", "first", "first"]
    if len(words) == 3 and is_tajik(*lower):
        return ["last", "first", "middle"]
    return ["first"] + ["middle"] * (len(words) - 2) + ["last"]


def is_surname_first(surname: str, given: str) -> bool:
    """Whether two words are «Петров Иван» rather than «Лотар Вилер», of whom no dictionary knows the first name and
    the surname is another's first name."""
    straight = first_score(surname) * last_score(given) * 3
    swapped = last_score(surname) * first_score(given)
    if swapped <= straight or not is_known_first(given) or is_known_first(surname):
        return False
    is_common = any(folded(reading.lemma) in lexicon().common_first for reading in first_readings(given))
    return is_common or any(is_like_surname(reading.lemma) for reading in last_readings(surname))


def is_tajik(surname: str, given: str, fathers: str) -> bool:
    """Whether three words are a surname in -зода, a first name and the father's: «Рахимзода Рамазон Хамро»."""
    is_last = surname.endswith("зода") and not given.endswith("зода")
    return is_last and not fathers.endswith(lexicon().last_endings)


def is_like_surname(lemma: str) -> bool:
    """Whether a dictionary knows a nominative as a surname, or it ends as surnames do."""
    known = lexicon()
    key = folded(lemma)
    return key in known.last or bool(dictionary_genders(lemma, "Surn")) or key.endswith(known.last_endings)


def is_womans(first: str, last: str) -> bool:
    """Whether two words are a woman's first name and a surname in -ич, which does not decline: «Весна Петрович»."""
    return last.endswith("ич") and {r.gender for r in first_readings(first) if r.weight >= 2} == {"f"}


def closes_with_patronymic(words: list[str]) -> bool:
    """Whether three words are a surname, a first name and a father's name that no dictionary knows.

    «Токаев Касым-Жомарт Кемелевич» are, «Мария Тереза Обрадович» are not.
    """
    endings = ("ович", "евич", "овна", "евна")
    return not is_known_first(words[0]) and any(r.lemma.endswith(endings) for r in patronymic_readings(words[2]))


@lru_cache(20_000)
def is_eastern(words: tuple[str, ...]) -> bool:
    """Whether the family name comes first, and only the last word declines: «Си Цзиньпин», «Ким Чен Ын»."""
    lower = [plain(word).lower() for word in words]
    known = lexicon()
    if lower[0] not in known.family_name_first or "-" in lower[-1]:
        return False
    if len(words) == 2:
        # «Ли Марвин», «Ким Кардашьян», «Ян Гамачек» begin with a first name.
        if CHINESE.search(lower[1]):
            return True
        begins = lower[0] == "ли" or not dictionary_genders(lower[0], "Name")
        ends = len(SYLLABLES.findall(lower[1])) <= 4 and not dictionary_genders(lower[1], "Name")
        return begins and ends
    return len(words) == 3 and all(len(SYLLABLES.findall(word)) <= 2 for word in lower[1:])


def is_turkic(surname: str, given: str) -> bool:
    """Whether a surname in -ов or -ин comes first, before a name that no surname ends like: «Токтогулов Бейшенбек»."""
    case = "(?:а|у|е|ом|ым|ой|и|ю|ью|я)?"
    ends = "|".join(sorted(lexicon().given_name_ends))
    is_surname = re.fullmatch(f".{{2,}}(?:ов|ев|ин|ын){case}", surname.replace("ё", "е"))
    return bool(is_surname and re.fullmatch(f".{{2,}}(?:{ends}){case}", given) and not is_known_first(surname))


def is_known_first(word: str) -> bool:
    """Whether some form of `word` belongs to a first name that a dictionary knows."""
    return any(r.weight >= 2 for r in first_readings(word))


def has_patronymic_shape(word: str) -> bool:
    """Whether the second of two words is a patronymic rather than a surname: «Иванович», not «Абрамович»."""
    if word.endswith(("на", "ны", "не", "ну", "ной")):
        return True
    return any(is_patronymic(reading.lemma) for reading in patronymic_readings(word))


def is_patronymic(word: str) -> bool:
    """Whether a nominative in -ич is made of a man's first name and is no surname that dictionaries know."""
    if dictionary_genders(word, "Surn") or folded(word) in lexicon().surnames_like_patronymics:
        return False
    if word.endswith(tuple(lexicon().patronymic_ends)):
        return True
    stem = re.sub("(?:ов|ев|ьев)?ич$", "", word)
    fathers = (dictionary_genders(stem + ending, "Name") for ending in ("", "й", "ий", "ь", "а", "я"))
    return bool(dictionary_genders(word, "Patr")) or any("m" in genders for genders in fathers)


# ---- the whole name ----------------------------------------------------------------------------------------------


@lru_cache(20_000)
def person_readings(words: tuple[str, ...], shares: bool = False) -> tuple[PersonReading, ...]:
    """Return the likeliest readings of a person's name, best first; never empty.

    `words` are as printed, without full stops. Every word is read in the same gender and case; plural only where a
    surname stands alone («Скрипалей») or another person before `shares` it («Сергей и Юлия Скрипали»).
    """
    parts = parts_of(words)
    known = lexicon()
    sure = [known.patronymic_words[word.lower()] for word, part in zip(words, parts, strict=True) if part == "word"]
    eastern = len(words) > 1 and parts[0] == "last" and set(parts) == {"last", "first"} and is_eastern(words)
    found: dict[tuple[tuple[str, ...], str, str], float] = {}
    for gender in "mf" if sum(part in ("first", "last", "middle") for part in parts) > 1 else "mfp":
        for case in CASES:
            choices = [choices_of(word, part, gender, case, words) for word, part in zip(words, parts, strict=True)]
            if shares and parts[-1] == "last":
                plural = shared_readings(plain(words[-1]).lower())
                # Their weight is for a surname alone; after «Сергей и Юлия» the plural is what is expected.
                choices[-1] += [r._replace(weight=SHARED) for r in plural if r.gender == gender and r.case == case]
            if "word" in parts and (father := parts.index("word") - 1) >= 0 and parts[father] == "middle":
                # The father's name does not decline («Лейле Гусейн кызы»).
                choices[father] = [Reading(plain(words[father]).lower(), gender, case, 1.0)]
            if eastern:
                weight = 1.0 if gender == "m" else 0.4
                choices[:-1] = [[Reading(plain(word).lower(), gender, case, weight)] for word in words[:-1]]
                # What declines ends in one of few consonants: «Шанфу» is no dative of «Шанф».
                printed = plain(words[-1]).lower()
                choices[-1] = [r for r in choices[-1] if r.lemma == printed or r.lemma[-1] in EASTERN_ENDINGS]
            if not all(choices):
                continue
            bonus = 0.0
            if sure:
                bonus += 4.0 if gender in sure else -4.0
            for combination in product(*choices):
                lemmas = tuple(with_letters_of(word, r.lemma) for word, r in zip(words, combination, strict=True))
                weight = sum(log(r.weight) for r in combination) + bonus
                key = lemmas, gender, case
                found[key] = max(weight, found.get(key, float("-inf")))
    rows = []
    for (lemmas, gender, case), weight in found.items():
        last = " ".join(w for w, p in zip(lemmas, parts, strict=True) if p in ("particle", "last"))
        first = " ".join(w for w, p in zip(lemmas, parts, strict=True) if p == "first")
        # A name of one word may be either part of another's («Рахмоном» of «Эмомали Рахмон»).
        alone = (last or first) if len(words) == 1 else ""
        keys = vote_key("last", last or alone, gender), vote_key("first", first or alone, gender)
        rows.append(PersonReading(lemmas, last, first, "" if gender == "p" else gender, case, weight, keys))
    rows.sort(key=lambda row: (-row.weight, row.words, row.gender, row.case))
    return tuple(rows[:MOST_READINGS]) or (PersonReading(words, "", "", "", "Nom", 0.0, ("", "")),)


def vote_key(part: str, name: str, gender: str) -> str:
    """Return what readings of the same person's name have in common; "" if it has no such part."""
    return f"{part}:{folded(name)}:{gender}" if name else ""


def choices_of(word: str, part: str, gender: str, case: str, words: tuple[str, ...]) -> list[Reading]:
    """Return at most three readings of one word of a name in this gender and case."""
    lower = plain(word).lower()
    if part in ("first", "middle", "last"):
        if part == "middle" and not patronymic_readings(lower):
            found = word_readings(lower, "first")
        elif part == "first" and len([w for w in words if not is_initial(w)]) == 1:
            found = word_readings(lower, "first") + tuple(
                r._replace(weight=r.weight * 0.3) for r in word_readings(lower, "last")
            )
        else:
            found = word_readings(lower, part)
        fitting = [r for r in found if r.gender == gender and r.case == case]
        return sorted(fitting, key=lambda r: -r.weight)[:3]
    return [Reading(lower, gender, case, 1.0)]

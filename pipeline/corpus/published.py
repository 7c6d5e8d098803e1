"""A release's own words → its date: a metadata value, the start of a file's name, a dateline."""

import re
import unicodedata
from datetime import date

from pipeline.corpus.russian import MONTHS, PLACE_WORDS, PUBLISHED_LABELS, TIME_ZONES, WEEKDAYS

# Where datelines stand: under a headline, its subtitle and a rubric; above a signature and contacts.
EDGE_LINES = 5

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T\s].*)?", re.DOTALL)
_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T\d.*)?")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})(?:\s?г\.?|\s?года)?(?:,?\s.*)?", re.DOTALL)
_NAME_YEAR_FIRST = re.compile(r"(\d{4})([-_.]?)(\d\d)\2(\d\d)(?!\d)")
_NAME_DAY_FIRST = re.compile(r"(\d\d?)([-_.])(\d\d?)\2(\d{4})(?!\d)")

_YEAR_WORD = r"(?:\s?(?:года|год|г)\b\.?)?"
_LINE_DATE = re.compile(
    rf"""(?<![\d.])(?:
        [«"“]?(?P<day>\d{{1,2}})[»"”]?\s(?P<month>{"|".join(MONTHS)}),?\s(?P<year>\d{{4}})(?!\d){_YEAR_WORD}
      | (?P<d>\d{{1,2}})\.(?P<m>\d{{1,2}})\.(?P<y>\d{{4}}|\d\d)(?![\d]){_YEAR_WORD}
      | (?P<iso_y>\d{{4}})-(?P<iso_m>\d\d)-(?P<iso_d>\d\d)(?!\d)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_TIME = re.compile(
    rf"""(?:\bв\s)?(?<![\d.:])(?:T)?(?:
        (?:[01]?\d|2[0-3])[:.][0-5]\d(?::[0-5]\d)?
      | \d{{1,2}}\s?ч(?:ас(?:ов|а)?)?\b\.?(?:\s?\d\d\s?мин(?:ут[аы]?)?\b\.?)?
    )(?![\d:])(?:\s?\(?(?:{"|".join(map(re.escape, TIME_ZONES))})\b\)?)?(?:\s?[+-]\d\d:?\d\d)?""",
    re.VERBOSE | re.IGNORECASE,
)
_ASIDE = re.compile(
    rf"^(?:{'|'.join(PUBLISHED_LABELS)})\s?:?|\b(?:{'|'.join(WEEKDAYS)})\b",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[\s,.;|/()\[\]–—•·*]+|(?<!\w)-+|-+(?!\w)")
_ENDS_APART = re.compile(r"[,|/()–—-]\s*$")
_BEGINS_APART = re.compile(r"^\s*[,|/()–—-]")
_CAPITALISED = re.compile(r"[A-ZА-ЯЁІЇЄҐҒҚҢӨҰҮҺӘЎ][^\W\d_]*(?:[-'’][^\W\d_]+)*")
_LONGEST_PLACE = 6
_LONGEST_LINE = 120


def find_published(text: str, metadata: date | None = None, name: str = "") -> tuple[date | None, str]:
    """Return the date a release was published, and where it was found: metadata, filename, dateline or "".

    `name` is the file's name; leave it out for rows of a container, whose file bears the date of an export.
    """
    if metadata:
        return metadata, "metadata"
    if found := date_in_name(name):
        return found, "filename"
    if found := date_in_text(text):
        return found, "dateline"
    return None, ""


def parse_date(value: str) -> date | None:
    """Return the date that a metadata value begins with (2023-09-20…, 20230920, 20.09.2023…, a dateline) or None.

    The day is the one written, in the writer's own time zone.
    """
    value = value.strip()
    if found := _ISO.fullmatch(value) or _COMPACT.fullmatch(value):
        return _day(found[1], found[2], found[3])
    if found := _DOTTED.fullmatch(value):
        return _day(found[3], found[2], found[1])
    return read_dateline(value)


def date_in_name(name: str) -> date | None:
    """Return the date at the start of a file's name: 2023-09-20-odkb.txt, 20230920_1.txt, 20.09.2023 odkb.txt."""
    if found := _NAME_YEAR_FIRST.match(name):
        return _day(found[1], found[3], found[4])
    if found := _NAME_DAY_FIRST.match(name):
        return _day(found[4], found[3], found[1])
    return None


def date_in_text(text: str) -> date | None:
    """Return the date of the first dateline among the first lines of `text`, else of the last one among its last."""
    lines = [line for line in text.splitlines() if line.strip()]
    edges = lines[:EDGE_LINES] + lines[: -EDGE_LINES - 1 : -1]
    return next((found for line in edges if (found := read_dateline(line))), None)


def read_dateline(line: str) -> date | None:
    """Return the date that stands alone on `line`, time, weekday and place allowed, or None.

    «20 сентября 2023 г., Бишкек», «20.09.2023 14:30», «Москва, 12 мая 2023 года», «Опубликовано: 2023-09-20».
    """
    if len(line) > _LONGEST_LINE:
        return None
    line = unicodedata.normalize("NFC", " ".join(line.split()))
    dates = list(_LINE_DATE.finditer(line))
    if len(dates) != 1:
        return None
    found = dates[0]
    before, after = (_TIME.sub(" ", _ASIDE.sub(" ", part)) for part in (line[: found.start()], line[found.end() :]))
    # «12 мая 2023 г. Нижний Новгород»: that «г.» may be the town's.
    if not _is_place(before, _ENDS_APART) or not _is_place(after, None if found[0].endswith("г.") else _BEGINS_APART):
        return None
    if found["month"]:
        return _day(found["year"], str(MONTHS.index(found["month"].lower()) + 1), found["day"])
    if found["iso_y"]:
        return _day(found["iso_y"], found["iso_m"], found["iso_d"])
    return _day(_full_year(found["y"]), found["m"], found["d"])


def _is_place(part: str, apart: re.Pattern[str] | None) -> bool:
    """Say whether `part` of a line could be the name of a place, or nothing but separators.

    Without `apart` (a comma, a dash) between it and the date only one word passes, or a place that says it is one:
    «Фигуристка Иванова 12 декабря 2010 г.» is the caption of a photograph.
    """
    words = [word for word in _SEPARATORS.split(part) if word]
    if len(words) > _LONGEST_PLACE:
        return False
    said = [word.lower() in PLACE_WORDS for word in words]
    if len(words) > 1 and not any(said) and apart and not apart.search(part):
        return False
    return all(is_said or _CAPITALISED.fullmatch(word) for word, is_said in zip(words, said, strict=True))


def _full_year(year: str) -> str:
    if len(year) == 4:
        return year
    return ("20" if int(year) < 70 else "19") + year


def _day(year: str, month: str, day: str) -> date | None:
    """Return the day, or None where there is no such one or its year is a filler (0001-01-01, 9999-12-31)."""
    if not 1900 <= int(year) <= 2100:
        return None
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None

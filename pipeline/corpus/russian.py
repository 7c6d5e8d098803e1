"""Words and figures of Russian that reading files needs: months, datelines, letter frequencies."""

# Genitive, as dates are written; their order is their number.
MONTHS = (
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
)

WEEKDAYS = ("понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье")

# What sites print before a release's date.
PUBLISHED_LABELS = ("дата публикации", "опубликовано", "размещено")

# Lower-case words inside the name of a place as datelines write it («г. Бишкек», «Московская обл.»).
PLACE_WORDS = (
    *("г", "гор", "город", "с", "село", "п", "пос", "посёлок", "поселок", "пгт", "дер", "деревня", "ст", "станица"),
    *("аул", "о", "остров", "обл", "область", "край", "р-н", "район", "республика", "респ", "округ"),
)

TIME_ZONES = ("мск", "msk", "utc", "gmt", "по московскому времени", "по местному времени", "по мск")

# Per mille of running text: frequencies of letters in the Russian National Corpus, ё counted apart. Last the letters of
# Ukrainian and Belarusian that cp1251 has, at the rough figures of a text that quotes such names.
LETTERS = {
    **{"о": 109.7, "е": 84.5, "а": 80.1, "и": 73.5, "н": 67.0, "т": 62.6, "с": 54.7, "р": 47.3, "в": 45.4, "л": 44.0},
    **{"к": 34.9, "м": 32.1, "д": 29.8, "п": 28.1, "у": 26.2, "я": 20.1, "ы": 19.0, "ь": 17.4, "г": 17.0, "з": 16.5},
    **{"б": 15.9, "ч": 14.4, "й": 12.1, "х": 9.7, "ж": 9.4, "ш": 7.3, "ю": 6.4, "ц": 4.8, "щ": 3.6, "э": 3.2},
    **{"ф": 2.6, "ъ": 0.4, "ё": 0.4},
    **{"і": 10.0, "ї": 5.0, "є": 5.0, "ў": 5.0, "ґ": 0.5},
}

# Non-ASCII signs of official prose, no-break space included.
SIGNS = "«»—–„“”…№\u00a0"

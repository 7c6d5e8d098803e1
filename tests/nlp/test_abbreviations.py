"""Short forms where they are defined: `[short|SHORT|full name in the nominative]`."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from pipeline.nlp.abbreviations import PRICE_OF_WORDS, AbbreviationMarker, letters_match
from tests.marked import read_marked


@pytest.mark.parametrize(
    "marked",
    [
        # the short form in brackets
        "Создана Организация Договора о коллективной безопасности "
        "([ОДКБ|SHORT|Организация Договора о коллективной безопасности]).",
        "Доклад Организации по безопасности и сотрудничеству в Европе "
        "([ОБСЕ|SHORT|Организация по безопасности и сотрудничеству в Европе]) принят.",
        "Учения провёл Координационный совет руководителей компетентных органов по противодействию незаконному обороту "
        "наркотиков ([КСОПН|SHORT|Координационный совет руководителей компетентных органов по противодействию "
        "незаконному обороту наркотиков]).",
        "С воинскими контингентами Коллективных сил оперативного реагирования "
        "([КСОР|SHORT|Коллективные силы оперативного реагирования]) прошли занятия.",
        "Заседание Совета министров обороны ОДКБ ([СМО ОДКБ|SHORT|Совет министров обороны ОДКБ]) завершилось.",
        "Доклад Антитеррористического центра государств – участников СНГ "
        "([АТЦ СНГ|SHORT|Антитеррористический центр государств – участников СНГ]) готов.",
        "Проверку ведёт Федеральная служба по надзору в сфере образования и науки "
        "([Рособрнадзор|SHORT|Федеральная служба по надзору в сфере образования и науки]).",
        "Директор Международного валютного фонда ([IMF|SHORT|Международный валютный фонд]) прибыл.",
        # «далее»
        "Заседание Совета министров обороны ОДКБ (далее – [СМО|SHORT|Совет министров обороны ОДКБ]) завершилось.",
        "Решение Евразийской экономической комиссии (далее — [Комиссия|SHORT|Евразийская экономическая комиссия]).",
        "Министерство иностранных дел Российской Федерации (далее – "
        "[МИД России|SHORT|Министерство иностранных дел Российской Федерации], "
        "[Министерство|SHORT|Министерство иностранных дел Российской Федерации]) сообщило.",
        "Управление ООН по наркотикам и преступности (далее по тексту – "
        "[УНП ООН|SHORT|Управление ООН по наркотикам и преступности]) помогло.",
        "Утверждён План мероприятий по реализации Стратегии "
        "(далее – «[План|SHORT|План мероприятий по реализации Стратегии]»).",
        # the other ways
        "[ОДКБ|SHORT|Организация Договора о коллективной безопасности] "
        "(Организация Договора о коллективной безопасности) провела учения.",
        "Шанхайская организация сотрудничества, сокращённо [ШОС|SHORT|Шанхайская организация сотрудничества], растёт.",
        "Евразийский банк развития, именуемый в дальнейшем «[Банк|SHORT|Евразийский банк развития]», выдал заём.",
        # none
        "Он живёт в Детройте (США), она в Минске (РБ).",
        "С докладом выступила партия (КПРФ).",
        "В главе III (II) говорится иначе (см. ниже).",
        "Сергей Лавров (Россия) открыл встречу (в режиме видеоконференции).",
        "Далее – перерыв. (далее – )",
        "",
        " ",
        "\n\n",
        "(",
        "()",
        "\xa0(ОДКБ)",
        "Kомитет (KGB)",
    ],
)
def test_definitions(marked: str, nlp: Language) -> None:
    text, spans = read_marked(marked)
    doc = nlp(text)
    found = [(row["start"], row["end"], row["long"]) for row in doc._.abbreviations]
    assert found == [(span.start, span.end, span.value) for span in spans]
    assert [(span.start_char, span.end_char) for span in doc.spans["abbreviations"]] == [(s, e) for s, e, _ in found]


@pytest.mark.parametrize(
    ("short", "name", "fits"),
    [
        ("ОДКБ", "Организация Договора о коллективной безопасности", True),
        ("АТЦ", "Антитеррористический центр", True),
        ("НИИМЭ", "Научно-исследовательский институт молекулярной электроники", True),
        ("ОДКБ", "Организация Объединённых Наций", False),
        ("СБ", "Совет Безопасности", True),
        ("СБ", "Совет министров Беларуси", False),
    ],
)
def test_letters_match(short: str, name: str, fits: bool) -> None:
    assert (letters_match(short, tuple(name.split()), 0, PRICE_OF_WORDS) is not None) == fits


def test_doc_without_names() -> None:
    doc = AbbreviationMarker()(Doc(Vocab(), words=["Слово", "(", "ОДКБ", ")"]))
    assert doc._.abbreviations == []
    assert not doc.spans["abbreviations"]


TEXT = """
( ) « » , – далее именуемый в дальнейшем сокращённо ОДКБ Организация Договора о коллективной безопасности СНГ UN ПА
Рособрнадзор
"""
WORDS = st.sampled_from([*TEXT.split(), "\n", "\n\n", "\xa0"])


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=25).map(" ".join)))
def test_never_fails_on_any_text(nlp: Language, text: str) -> None:
    for row in nlp(text)._.abbreviations:
        assert text[row["start"] : row["end"]] == row["short"] != ""
        assert 0 <= row["long_start"] < row["long_end"] <= len(text)
        assert row["long"]

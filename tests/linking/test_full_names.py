import pytest

from pipeline.linking.bearers import PersonMention
from pipeline.linking.evidence import Profile
from pipeline.linking.full_names import group_full_names
from pipeline.linking.name_parts import Name, split_name


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        ("Артём Семёнов, Артем Семенов", 1),
        ("Дэвид Кэмерон, Девид Камерон", 2),  # each a known surname
        ("Мэтт Хэнкок, Мэттью Хэнкок", 1),
        ("Асия Биби, Биби Асия", 1),
        ("Бориса Джонсона, Борис Джонсон", 1),
        ("Имангали Тасмагамбетов, Имангали Тасмагамбетав", 1),
        ("Пётр Петров, Пётр Ветров", 2),
        ("Александр Петров, Александра Петрова", 2),
        # spellings of a spelling are one name with both
        ("Ричард Гренелл, Ричард Гренель, Ричарда Гренелля", 1),
        ("С. Лавров, Лавров", 0),  # no full names
    ],
)
def test_spellings_of_one_full_name(names, groups):
    read = [Name(*split_name(name), "") for name in names.split(", ")]
    found = group_full_names(PersonMention(row, row, 0, name, "", Profile({})) for row, name in enumerate(read))
    assert len({found.find((name.last, name.first)) for name in read if name.has_first}) == groups

from pipeline.linking.blocks import blocks, near_blocks, pairs_of


def test_what_stands_alone_is_in_no_block():
    assert list(blocks(["Орлов", "Петров", "Осин"], key=lambda name: name[0])) == [["Орлов", "Осин"]]


def test_words_one_letter_apart_meet_where_they_are_long_enough():
    names = ["Каримов", "Садыков", "Керимов", "Ким", "Кам"]
    assert list(near_blocks(names, word=lambda name: name, shortest=5)) == [["Каримов", "Керимов"]]


def test_neighbours_alone_of_a_large_block():
    assert list(pairs_of("абв")) == [("а", "б"), ("а", "в"), ("б", "в")]
    assert list(pairs_of("абв", all_up_to=2)) == [("а", "б"), ("б", "в")]

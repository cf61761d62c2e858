"""Curt answers that end without a full stop are answers, where the page says that questions follow."""

import pytest

from harvester.normalise import normalise
from harvester.parse import parse

LISTS = {
    "Swedish": """
        Vanliga frågor
        Hur lång tid tar det?
        Ungefär en timme
        Kan man boka?
        Ja, med appen
        Vad kostar det?
        Tio kronor
    """,
    "Thai": """
        ท่าเรือ
        เรือออกกี่โมง?
        ทุกวันเวลาเจ็ดโมงเช้า
        นำสุนัขขึ้นได้ไหม?
        ได้แต่ต้องใส่สายจูง
        จ่ายด้วยบัตรได้ไหม?
        ได้ที่เครื่องขายตั๋ว
    """,
    "Lao": """
        ທ່າເຮືອ
        ເຮືອອອກຈັກໂມງ?
        ທຸກມື້ເວລາເຈັດໂມງເຊົ້າ
        ເອົາໝາຂຶ້ນໄດ້ບໍ?
        ໄດ້ແຕ່ຕ້ອງໃສ່ສາຍຈູງ
        ຈ່າຍດ້ວຍບັດໄດ້ບໍ?
        ໄດ້ຢູ່ເຄື່ອງຂາຍປີ້
    """,
    "Khmer": """
        កំពង់ផែ
        ទូកចេញម៉ោងប៉ុន្មាន?
        រៀងរាល់ថ្ងៃ ម៉ោងប្រាំពីរ។
        យកឆ្កែឡើងបានទេ?
        បាន តែត្រូវចងខ្សែ។
        បង់ដោយកាតបានទេ?
        បាន នៅម៉ាស៊ីន។
    """,
}
"""Title, then question and answer by turns, a line each."""

QUIZ = """
    Frequently asked questions
    Which river is this?
    A. Orne B. Tave C. Lumm
    Who built it?
    A. Roe B. Lind C. Moe
    When was it?
    A. 1880 B. 1890 C. 1900
"""


def lines(text):
    return [line.strip() for line in text.strip().splitlines()]


def pairs(title, *asked):
    body = "".join(f"<h3>{q}</h3><p>{a}</p>" for q, a in zip(asked[::2], asked[1::2], strict=True))
    page = f"<title>{title}</title><h1>{title}</h1>{body}"
    found = parse(normalise(page.encode(), content_type="text/html; charset=utf-8")).pairs
    return [words for pair in found for words in (pair.question, pair.answer)]


@pytest.mark.parametrize("language", LISTS)
def test_curt_answers_are_read(language):
    title, *asked = lines(LISTS[language])
    assert pairs(title, *asked) == asked


def test_the_options_of_a_quiz_are_no_answers():
    assert pairs(*lines(QUIZ)) == []


KINDS = {
    "a table": "<table><tr><td>Lördag<td>nio<tr><td>Söndag<td>tio</table>",
    "a list": "<ul><li>Lördag</li><li>Söndag</li></ul>",
    "a curt line": "<p>Lördag och söndag</p>",
}


@pytest.mark.parametrize("kind", KINDS)
def test_one_curt_answer_among_prose_is_read(kind):
    page = (
        f"<title>Hamnen</title><h1>Hamnen</h1><h3>När är det öppet?</h3>{KINDS[kind]}"
        "<h3>Vem betalar?</h3><p>Kommunen betalar hälften.</p><h3>Får man bada?</h3><p>Ja, hela sommaren.</p>"
    )
    found = parse(normalise(page.encode(), content_type="text/html; charset=utf-8")).pairs
    assert [pair.question for pair in found] == ["När är det öppet?", "Vem betalar?", "Får man bada?"]

"""What stands in a wrapper that only one answer has, or none of the others, is part of that answer."""

import pytest

from harvester.normalise import normalise
from harvester.parse import parse

ASKED = (
    ("Quando abre o arquivo?", "Abre das nove às cinco."),
    ("Posso copiar documentos?", "Pode, na sala de leitura."),
    ("Quem paga as cópias?", "Paga quem as pede, no balcão."),
)

WRAPPERS = ('<div class="bloco-x7">{}</div>', "<figure>{}</figure>", "<section><div>{}</div></section>")

WRAPPED = {
    "a table": ("<table><tr><td>Folha<td>2 réis<tr><td>Mapa<td>9 réis</table>", "Mapa | 9 réis"),
    "a list": ("<ul><li>Folhas soltas</li><li>Mapas e plantas</li></ul>", "Mapas e plantas"),
    "steps": ("<ol><li>Peça a ficha</li><li>Espere a chamada</li></ol>", "Espere a chamada"),
    "facts": ("<dl><dt>Folha</dt><dd>2 réis</dd><dt>Mapa</dt><dd>9 réis</dd></dl>", "9 réis"),
}

APART = {
    "a picture's credit": "<dl><dt>Foto:</dt><dd>Arquivo de Vale Torto</dd></dl>",
    "a list of links": '<ul><li><a href="/a">A nova sala</a></li><li><a href="/b">O velho mapa</a></li></ul>',
    "a list below a heading": "<h3>A série</h3><ul><li>A sala nova</li><li>O mapa velho</li></ul>",
}


def answers(wrapped, below):
    asked = (
        f"<h3>{question}</h3><p>{answer}</p>{wrapped if at == below else ''}"
        for at, (question, answer) in enumerate(ASKED)
    )
    head = "<title>O arquivo</title><h1>O arquivo</h1><p>Perguntas de leitores.</p>"
    page = f"{head}<main>{''.join(asked)}</main>"
    return [
        pair.answer for pair in parse(normalise(page.encode(), content_type="text/html; charset=utf-8")).pairs
    ]


@pytest.mark.parametrize("below", range(len(ASKED)))
@pytest.mark.parametrize("wrapper", WRAPPERS)
@pytest.mark.parametrize("wrapped", WRAPPED)
def test_what_holds_facts_stays(wrapped, wrapper, below):
    inside, words = WRAPPED[wrapped]
    assert [words in answer for answer in answers(wrapper.format(inside), below)] == [
        at == below for at in range(len(ASKED))
    ]


@pytest.mark.parametrize("below", range(len(ASKED)))
@pytest.mark.parametrize("apart", APART)
def test_what_is_apart_stays_out(apart, below):
    assert answers(WRAPPERS[0].format(APART[apart]), below) == [answer for _, answer in ASKED]


def test_a_wrapper_that_another_answer_has_is_part_of_the_last_one():
    note = '<div class="nota">{}</div>'
    asked = "".join(
        f"<h3>{question}</h3><p>{answer}</p>{note.format(said)}"
        for (question, answer), said in zip(
            ASKED, ("São oito horas ao todo.", "", "O troco é dado em réis."), strict=True
        )
    )
    page = f"<title>O arquivo</title><main><h1>O arquivo</h1>{asked}</main>"
    last = parse(normalise(page.encode(), content_type="text/html; charset=utf-8")).pairs[-1]
    assert last.answer == "Paga quem as pede, no balcão.\n\nO troco é dado em réis."


ATTRIBUTIONS = {
    "a footer of a quotation": '<footer class="quote-footer">{}</footer></blockquote>',
    "a credit in a quotation": '<p class="credit">{}</p></blockquote>',
    "a caption below a quotation": '</blockquote><figcaption class="blockquote-footer">{}</figcaption>',
}


@pytest.mark.parametrize("form", ATTRIBUTIONS)
def test_who_is_quoted_stays_with_the_quotation(form):
    ending = ATTRIBUTIONS[form].format("Inês Prado, arquivista")
    quoted = f"<figure><blockquote><p>Nada se perde aqui, nem um recibo.</p>{ending}</figure>"
    assert "Inês Prado, arquivista" in answers(quoted, 0)[0]


def test_a_label_that_other_answers_have_ends_the_last_one_too():
    asked = "".join(
        f"<h3>{question}</h3><p>{answer}</p><p>Norma: {norm}</p>"
        for (question, answer), norm in zip(
            ASKED, ("Artigo 7", "Artigo 9", "Anexo Segundo Geral"), strict=True
        )
    )
    page = f"<title>O arquivo</title><main><h1>O arquivo</h1>{asked}</main>"
    last = parse(normalise(page.encode(), content_type="text/html; charset=utf-8")).pairs[-1]
    assert last.answer == "Paga quem as pede, no balcão.\n\nNorma: Anexo Segundo Geral"

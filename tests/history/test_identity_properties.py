"""What holds for every set of sightings, announcements and decisions, however strange."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harvester.history import identity
from harvester.history.evidence import Join, Part, alike
from harvester.history.links import Clusters, link_key, links_of
from harvester.history.sighting import Hop, Sighting
from harvester.history.spelling import article_id, spelling, writing
from harvester.model import Pair, Snapshot

URLS = (
    *(
        "https://tarvel.example/one",
        "http://www.tarvel.example/one?utm_source=feed",
        "https://tarvel.example/one/",
    ),
    *("https://tarvel.example/two", "https://amp.tarvel.example/two", "https://tarvel.example/two?ref=3"),
    *(
        "https://tarvel.example/",
        "https://tarvel.example/fr/",
        "https://ossel.example/two",
        "https://ossel.example",
    ),
)
TIMES = tuple(f"2026-11-0{day}T06:00:00.000Z" for day in range(1, 6))
url, time = st.sampled_from(URLS), st.sampled_from(TIMES)
QUESTIONS = ("a", "b", "c", "d", "e", "a2", "b2")  # a2 is a in other words


def content(snapshot):
    answers = ((word, word[0]) for word in snapshot.split())
    return Snapshot(
        pairs=tuple(Pair(word, " ".join(f"{of}{of}{n}" for n in range(30))) for word, of in answers)
    )


def identify(found, announced=(), decided=()):
    return identity.identify(found, announced, decided, content)


@st.composite
def chains(draw):
    """One chain of up to three hops, with a key still to be given."""
    urls = draw(st.lists(url, min_size=1, max_size=3))
    statuses = draw(st.tuples(*[st.sampled_from((301, 302, 308))] * (len(urls) - 1)))
    asked = draw(st.sets(st.sampled_from(QUESTIONS), max_size=3))
    outcome, verdict, status = draw(
        st.sampled_from((("ok", "content", 200),) * 4 + (("gone", "", 404), ("ok", "bot_wall", 200)))
    )
    return Sighting(
        key="",
        at=draw(time),
        hops=tuple(map(Hop, urls, (*statuses, status))),
        outcome=outcome,
        verdict=verdict,
        snapshot=" ".join(sorted(asked)) if verdict == "content" else "",
        canonical=draw(st.just("") | url) if verdict == "content" else "",
        questions=frozenset(asked) if verdict == "content" else frozenset(),
    )


sightings = st.lists(chains(), max_size=9).map(
    lambda found: [sighting._replace(key=f"{number:032x}") for number, sighting in enumerate(found)]
)
known = st.lists(st.tuples(url, time), max_size=3)
decisions = st.lists(st.builds(Join, time, url, url) | st.builds(Part, time, url), max_size=2)
many = settings(max_examples=150)


def groups(articles, found):
    """The content sightings of each article that count for it, by the spelling of where they were read."""
    by_key = {sighting.key: sighting for sighting in found}
    for article in articles:
        held = {}
        for key in article.sightings:
            if by_key[key].verdict == "content" and key not in article.astray:
                held.setdefault(spelling(by_key[key].hops[-1].url), []).append(by_key[key])
        yield article, held


@many
@given(sightings, known, decisions, st.randoms(use_true_random=False))
def test_no_order_matters_and_nothing_said_twice(found, announced, decided, random):
    expected = identify(found, announced, decided)
    for given_ in (found, announced, decided):
        random.shuffle(given_)
    assert identify(found + found, announced + announced, decided + decided) == expected


OTHER = {  # what another sighting says, and whether identity is derived from it
    "hops": ((Hop(URLS[1], 200),), True),
    "outcome": ("gone", True),
    "verdict": ("bot_wall", True),
    "snapshot": ("b", True),
    "canonical": (URLS[3], True),
    "questions": (frozenset("b"), True),
    "text": ("b", False),
    "language": ("fr", False),
    "pages": (2, False),
    "is_cut": (True, False),
    "is_rendered": (True, False),
    "is_unrendered": (True, False),
    "surroundings": ("b", False),
}


@pytest.mark.parametrize(("name", "value", "counts"), [(name, *each) for name, each in OTHER.items()])
def test_a_sighting_that_says_otherwise_stands_alone(name, value, counts):
    one = Sighting("1", TIMES[0], (Hop(URLS[0], 200),), "ok", "content", "a", questions=frozenset("a"))
    other = one._replace(key="2", **{name: value})
    assert {"key", "at", *OTHER} == {*Sighting._fields}
    assert [len(run) for run in alike([one, other, one._replace(key="3")])] == ([1, 1, 1] if counts else [3])


@settings(max_examples=50)
@given(sightings, known, decisions, st.lists(st.integers(1, 4), min_size=9, max_size=9))
def test_sightings_that_say_the_same_may_be_taken_as_one(found, announced, decided, counts):
    repeated = [
        each._replace(key=f"{each.key[9:]}{copy:09x}")
        for each, count in zip(found, counts, strict=False)
        for copy in range(count)
    ]
    articles = identify(repeated, announced, decided)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(identity, "alike", lambda given_: [[each] for each in given_])
        assert identify(repeated, announced, decided) == articles


@many
@given(sightings, known, decisions)
def test_each_sighting_belongs_to_one_article_in_order_of_time(found, announced, decided):
    articles = identify(found, announced, decided)
    assert sorted(key for article in articles for key in article.sightings) == [each.key for each in found]
    when = {sighting.key: (sighting.at, sighting.key) for sighting in found}
    for article in articles:
        for keys in (article.sightings, article.astray):
            assert list(keys) == sorted(keys, key=when.__getitem__)
        assert article.asks[0] == article.url
        assert len(set(article.asks)) == len(article.asks)


@many
@given(sightings, known, decisions)
def test_no_id_stands_for_two_articles(found, announced, decided):
    articles = identify(found, announced, decided)
    ids = [id_ for article in articles for id_ in (article.id, *article.aliases)]
    assert len(set(ids)) == len(ids)
    asked = {sighting.hops[0].url for sighting in found} | {each for each, _ in announced}
    assert {article_id(each) for each in asked} <= set(ids)


@many
@given(sightings, known, decisions, st.data())
def test_an_id_that_was_given_on_less_evidence_resolves(found, announced, decided, data):
    fewer = [[each for each in given_ if data.draw(st.booleans())] for given_ in (found, announced, decided)]
    ids = {id_ for each in identify(found, announced, decided) for id_ in (each.id, *each.aliases)}
    given_before = {id_ for each in identify(*fewer) for id_ in (each.id, *each.aliases)}
    assert given_before <= ids


@many
@given(sightings, known)
def test_no_articles_are_joined_without_a_shared_question(found, announced):
    for _, held in groups(identify(found, announced), found):
        clusters, asked_by = Clusters(), {}
        for group, contents in held.items():
            for question in {key[0] for each in contents for key in each.questions}:
                clusters.join((asked_by.setdefault(question, group), 0), (group, 0))
        assert len(clusters.sets((group, 0) for group in held)) <= 1


@many
@given(sightings, known, decisions)
def test_a_front_page_gives_content_only_where_it_was_asked_for(found, announced, decided):
    by_key = {sighting.key: sighting for sighting in found}
    for article in identify(found, announced, decided):
        for key in set(article.sightings) - set(article.astray):
            asked, end = by_key[key].hops[0].url, by_key[key].hops[-1].url
            if by_key[key].verdict == "content" and writing(end).front:
                assert writing(asked).front


@many
@given(sightings, known, decisions)
def test_a_connected_component_gives_the_same_articles_alone(found, announced, decided):
    whole = [
        *((0, each, links_of(each)) for each in found),
        *((1, each, (link_key(each[0]),)) for each in announced),
        *((2, each, tuple(map(link_key, each[1:]))) for each in decided),
    ]
    clusters = Clusters()
    for _, _, (first, *others) in whole:
        for key in (first, *others):
            clusters.join((first, 0), (key, 0))
    parts = {}
    for kind, each, (first, *_) in whole:
        parts.setdefault(clusters.top((first, 0)), ([], [], []))[kind].append(each)
    alone = [article for part in parts.values() for article in identify(*part)]
    assert sorted(alone, key=lambda article: article.id) == list(identify(found, announced, decided))

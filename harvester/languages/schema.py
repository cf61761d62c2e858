"""A language file may hold these keys; each has its purpose here. The list is closed."""

from enum import StrEnum
from typing import NamedTuple


class Use(StrEnum):
    """How the phrases of a key are compared with a text."""

    WORD = "a word, or the first word, is one of them"
    LINE = "a line is one of them, or begins with one that ends in …"
    WITHIN = "a text holds one of them"
    END = "a text ends with one of them"
    PART = "a word begins, ends or goes on with one of them"
    VALUE = "a word stands for the number that it is listed under"


class LanguageKey(NamedTuple):
    """A language file has keys. ``about`` says what a key's phrases are and continues "These are"."""

    use: Use
    about: str


GROUPS: dict[str, dict[str, LanguageKey]] = {
    "questions": {
        "question_labels": LanguageKey(Use.WORD, "words that stand before a question: “Question:”, “Myth:”"),
        "answer_labels": LanguageKey(Use.WORD, "words that stand before an answer: “Answer:”, “Fact:”"),
        "reply_verbs": LanguageKey(Use.WORD, "verbs between who answers and a colon: “the vet replies:”"),
        "label_letters": LanguageKey(Use.WORD, "letters that shorten both, as pairs: “q a”"),
        "question_openings": LanguageKey(Use.WORD, "what a question without a mark begins with: “how”"),
        "question_joiners": LanguageKey(Use.WORD, "words that can stand before that opening: “so how”"),
        "question_endings": LanguageKey(Use.END, "what a question without a mark ends with: “吗”"),
        "inverted_pronouns": LanguageKey(
            Use.WORD, "pronouns that a hyphen joins to a verb that asks: “faut-il”"
        ),
        "address": LanguageKey(
            Use.WORD, "pronouns by which an interviewer speaks to the guest after the name"
        ),
        "please": LanguageKey(Use.WITHIN, "words that make a sentence a request"),
        "requests": LanguageKey(Use.LINE, "verbs that a request begins with: “tell …”"),
        "toggles": LanguageKey(Use.WORD, "words of buttons that open and close an answer: “show”"),
        "name_particles": LanguageKey(Use.WORD, "words in small letters within a person's name: “van”"),
    },
    "titles": {
        "faq_titles": LanguageKey(Use.WITHIN, "what a title holds that says that questions follow"),
        "faq_words": LanguageKey(Use.WITHIN, "what is enough of that in a heading"),
        "explainer_titles": LanguageKey(Use.WITHIN, "what a title holds whose headings ask without a mark"),
        "put_to_others": LanguageKey(
            Use.WITHIN, "what a title holds whose questions readers are to put to others"
        ),
        "programme": LanguageKey(Use.WORD, "units of a programme, which have numbers: “week 3”"),
        "replies": LanguageKey(Use.WORD, "what mail programs write before a subject: “re:”"),
    },
    "sections": {
        "comments": LanguageKey(Use.LINE, "titles of readers' comments, and lines that ask for them"),
        "related": LanguageKey(Use.LINE, "titles of lists of other articles"),
        "sharing": LanguageKey(Use.LINE, "titles of boxes for sharing"),
        "boxes": LanguageKey(Use.LINE, "titles of other small boxes: newsletter, tags, author"),
        "fact_boxes": LanguageKey(Use.LINE, "titles of boxes of facts beside a text: “Facts”, “Who is who”"),
    },
    "lines": {  # lines that are not part of an answer
        "teasers": LanguageKey(Use.LINE, "lines that lead to another article: “read more …”"),
        "teaser_labels": LanguageKey(
            Use.LINE, "words before a colon that lead to another article: “related:”"
        ),
        "short_teasers": LanguageKey(Use.LINE, "openings of short lines that do so: “more from …”"),
        "advertisements": LanguageKey(Use.LINE, "lines that announce an advertisement"),
        "updated": LanguageKey(Use.LINE, "lines that say when the page was changed"),
        "to_top": LanguageKey(Use.LINE, "links to the top of the page"),
        "helpful": LanguageKey(Use.LINE, "lines that ask whether the page was of use"),
        "prompts": LanguageKey(Use.LINE, "lines that offer to answer more questions; `fillers` are left out"),
        "fillers": LanguageKey(Use.WORD, "small words that may stand anywhere in a prompt: “any”"),
        "captions": LanguageKey(Use.LINE, "words before a colon that credit a picture: “photo:”"),
        "agencies": LanguageKey(Use.WORD, "sources of pictures by name"),
        "credit_prepositions": LanguageKey(Use.WORD, "words before who made a picture: “by”"),
        "credits": LanguageKey(Use.LINE, "lines that say who led an interview, or how it was edited"),
        "pieces": LanguageKey(Use.WITHIN, "words by which a text speaks of itself: “interview”, “article”"),
        "making": LanguageKey(Use.WITHIN, "words for what makes a text: “edited”, “published”"),
        "end_marks": LanguageKey(Use.LINE, "words that stand alone below an article: “end”"),
        "contributors": LanguageKey(Use.WITHIN, "what a line on other authors of a report holds"),
        "tags": LanguageKey(Use.LINE, "words before a colon and a list of keywords"),
        "rights": LanguageKey(Use.WITHIN, "what a line that reserves rights begins with or soon holds"),
        "pagers": LanguageKey(Use.LINE, "words after a page's number that lead to the next page"),
        "thanks": LanguageKey(Use.LINE, "how an interviewer thanks"),
        "talks": LanguageKey(Use.WITHIN, "what is thanked for: a talk, an interview, somebody's time"),
        "account": LanguageKey(Use.WITHIN, "what texts about accounts and signing in hold"),
        "introduces": LanguageKey(Use.WORD, "verbs after a name that say who somebody is: “is”"),
        "promotion": LanguageKey(Use.WITHIN, "what invites to a newsletter or a channel of the publisher"),
    },
    "numbers": {  # dates, numbers, words that weigh
        "months": LanguageKey(Use.VALUE, "names of the months, all forms, under their number"),
        "short_months": LanguageKey(Use.VALUE, "abbreviations of the months, under their number"),
        "point_months": LanguageKey(
            Use.VALUE, "months that are others in another language, if a point stands behind the day"
        ),
        "weekdays": LanguageKey(Use.WORD, "names of the days of the week"),
        "capital_only": LanguageKey(
            Use.WORD, "words of the calendar that are other words without their capital"
        ),
        "days": LanguageKey(Use.WORD, "words for days near today: “yesterday”"),
        "numbers": LanguageKey(Use.VALUE, "words for numbers, under their value"),
        "own_numbers": LanguageKey(
            Use.VALUE, "more of them, which count in texts of the language only: “ni”"
        ),
        "fractions": LanguageKey(Use.VALUE, "words for parts of a whole, under the number of parts: “half”"),
        "magnitudes": LanguageKey(Use.VALUE, "words that multiply a number, under their value: “million”"),
        "percents": LanguageKey(Use.WORD, "words for “%”"),
        "uncounted": LanguageKey(Use.WORD, "words for numbers that mostly say something else: “no one”"),
        "corrections": LanguageKey(
            Use.LINE, "sentences that say that the article was corrected: “correction …”"
        ),
        "negations": LanguageKey(Use.WORD, "words that say no"),
        "negating_parts": LanguageKey(Use.PART, "negation inside a word or a run of words"),
        "negating_prefixes": LanguageKey(Use.PART, "beginnings that turn a word into its opposite"),
        "negating_endings": LanguageKey(Use.PART, "endings that do the same"),
    },
    "metadata": {
        "traits": LanguageKey(Use.WORD, "what holds of the language: “capital nouns”"),
        "frequent": LanguageKey(Use.WORD, "the most frequent words, which show a text's language"),
        "foreign_letters": LanguageKey(
            Use.PART, "letters that the language does not write but its next of kin does"
        ),
        "bylines": LanguageKey(Use.LINE, "what a byline begins with: “by …”"),
        "name_joiners": LanguageKey(Use.WORD, "words between two names: “and”"),
        "jobs": LanguageKey(Use.WITHIN, "jobs that a byline names beside the author"),
        "follow": LanguageKey(Use.WORD, "buttons beside an author: “follow”"),
        "published": LanguageKey(Use.WITHIN, "what stands before the day of publication"),
        "as_of": LanguageKey(
            Use.WITHIN, "what stands before the day of a change, or of which a text tells: “as of”"
        ),
        "rulings": LanguageKey(Use.WITHIN, "what stands before the day of a ruling or a law: “judgment”"),
        "relative_times": LanguageKey(Use.WITHIN, "times that count from now: “5 hours ago”"),
        "about": LanguageKey(Use.WORD, "words beside such a time that make it less exact: “over”"),
        "counters": LanguageKey(
            Use.LINE, "what is counted beside an article, a line with its number: “shares”"
        ),
        "date_joiners": LanguageKey(Use.WORD, "words between day, month and year: “de”"),
        "lead_labels": LanguageKey(Use.WORD, "words before a colon that begin a lead: “in brief:”"),
    },
    "walls": {  # pages that are not articles
        **{
            f"{family}_{part}": LanguageKey(use, f"{what} {about}")
            for family, about in (
                ("bot", "a wall against robots"),
                ("queue", "a waiting room"),
                ("browser", "a page that asks for scripts or another browser"),
                ("age", "a request to state one's age"),
                ("consent", "a request for consent"),
                ("login", "a request to sign in"),
                ("pay", "an offer to pay for the rest of an article"),
                ("geo", "a refusal by country"),
                ("maintenance", "a site that is being maintained"),
                ("error", "an error of the server"),
                ("missing", "a page that is not there"),
                ("redirect", "a page that leads elsewhere by itself"),
                ("parked", "a domain that is for sale or has no site"),
            )
            for part, use, what in (
                ("titles", Use.LINE, "titles of"),
                ("phrases", Use.WITHIN, "what else tells of"),
            )
        },
        "consent_words": LanguageKey(Use.WITHIN, "what every sentence of a request for consent speaks of"),
    },
}
"""These are the keys in groups, in their order in a file."""

KEYS = {name: key for keys in GROUPS.values() for name, key in keys.items()}
TABLES = tuple(name for name, key in KEYS.items() if key.use is Use.VALUE)
"""The words of these keys stand under a number, in a table with the key's name."""

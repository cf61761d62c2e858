"""What each tag means to the walk, by lexbor's number of the tag: it is faster to ask for than the name."""

from selectolax.lexbor import LexborHTMLParser

from harvester.normalise.tags import MARKS, ROLES, SKIP


def _roles_by_id() -> dict[int, int]:
    tree = LexborHTMLParser("<p><!---->")
    roles = {tree.create_node(tag).tag_id: role for tag, role in ROLES.items()}
    for comment in tree.css("p")[0].iter(include_text=True):  # has a number, cannot be made by its name
        roles[comment.tag_id] = SKIP
    return roles


ROLE_BY_ID = _roles_by_id()
MARK_BY_ID = {LexborHTMLParser("").create_node(tag).tag_id: kind for tag, kind in MARKS.items()}

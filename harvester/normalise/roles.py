"""These tables give each tag's meaning by lexbor's number for it, which is faster to read than its name."""

from selectolax.lexbor import LexborHTMLParser

from harvester.normalise.tags import MARKS, ROLES, SKIP


def _roles_by_id() -> dict[int, int]:
    tree = LexborHTMLParser("<p><!---->")
    roles = {tree.create_node(tag).tag_id: role for tag, role in ROLES.items()}
    for comment in tree.css("p")[0].iter(include_text=True):  # it has a number but cannot be made by its name
        roles[comment.tag_id] = SKIP
    return roles


ROLE_BY_ID = _roles_by_id()
MARK_BY_ID = {LexborHTMLParser("").create_node(tag).tag_id: kind for tag, kind in MARKS.items()}
TAG_BY_ID = {LexborHTMLParser("").create_node(tag).tag_id: tag for tag in ROLES}

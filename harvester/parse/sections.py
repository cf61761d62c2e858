"""Sections of a page that a title tells: comments, other articles, sharing. By words, where no name tells."""

# ruff: noqa: E501, RUF001  tables; letters that look alike are what these tables hold

from collections.abc import Iterable, Sequence
from itertools import islice, pairwise, takewhile

from harvester.model import Block, Container, NormalDocument
from harvester.parse.places import within
from harvester.parse.regions import MAJORITY

TITLE_CHARS = 40
"""Of the longest title in the tables, and the figures around it: "12 Comments", "Comments (12)"."""

SMALL = 8
"""Blocks of the largest box for sharing, tags, the author or a newsletter: else it may be a topic."""

_AROUND = " \t\n\u00a0:：.…!>»›→+•|()[]0123456789"

_OTHERS = (
    # comments
    "comments|comment|leave a comment|leave a reply|post a comment|add a comment|write a comment|reader comments"
    "|join the conversation|have your say|commentaires|commentaire|laisser un commentaire|ajouter un commentaire"
    "|écrire un commentaire|vos commentaires|vos réactions|réagir|kommentare|kommentar schreiben|kommentar verfassen"
    "|schreiben sie einen kommentar|schreibe einen kommentar|leserkommentare|comentarios|deja un comentario"
    "|deja una respuesta|dejar un comentario|comentários|deixe um comentário|deixe uma resposta|commenti"
    "|lascia un commento|reacties|geef een reactie|reageer|kommentarer|lämna ett svar|skriv en kommentar"
    "|legg igjen en kommentar|kommentit|jätä kommentti|komentarze|dodaj komentarz|skomentuj|komentáře|hozzászólások"
    "|комментарии|оставить комментарий|добавить комментарий|коментарі|залишити коментар|додати коментар|коментари"
    "|σχόλια|γράψτε σχόλιο|αφήστε ένα σχόλιο|προσθήκη σχολίου|yorumlar|yorum yap|yorum yaz|التعليقات|أضف تعليق"
    "|أضف تعليقا|أضف تعليقك|اترك تعليق|اترك تعليقا|تعليقات|תגובות|הוסף תגובה|コメント|コメントを書く|評論|评论|网友评论|发表评论|留言|댓글"
    # other articles
    "|related articles|related stories|related news|related posts|related content|related links|related coverage"
    "|you may also like|you might also like|you may also be interested in|more stories|more like this|more on this story"
    "|more on this topic|more news|read next|read also|also read|see also|recommended reading|recommended for you"
    "|recommended articles|top stories|latest news|latest stories|latest articles|latest posts|recent posts|most read"
    "|most popular|popular posts|trending now|trending|editor's picks|editors' picks|in other news|keep reading|up next"
    "|don't miss|à lire aussi|lire aussi|voir aussi|sur le même sujet|articles liés|articles similaires|articles associés"
    "|les plus lus|le plus lu|vous aimerez aussi|vous pourriez aussi aimer|dans la même rubrique|nos derniers articles"
    "|dernières actualités|l'actualité en continu|mehr zum thema|lesen sie auch|auch interessant|meistgelesen"
    "|das könnte sie auch interessieren|das könnte dich auch interessieren|meistgelesene artikel|ähnliche artikel"
    "|verwandte artikel|verwandte themen|verwandte beiträge|weitere artikel|weitere beiträge|weitere nachrichten"
    "|neueste artikel|neueste beiträge|aktuelle nachrichten|beliebte artikel|beliebte beiträge|empfehlungen der redaktion"
    "|passend dazu|noticias relacionadas|artículos relacionados|contenido relacionado|contenidos relacionados"
    "|entradas relacionadas|lo más leído|lo más visto|más leídas|más leídos|más noticias|te puede interesar"
    "|también te puede interesar|te recomendamos|últimas noticias|lee también|lea también|ver también"
    "|notícias relacionadas|artigos relacionados|posts relacionados|leia também|leia mais|veja também|mais lidas"
    "|mais lidos|as mais lidas|últimas notícias|você também pode gostar|leggi anche|articoli correlati"
    "|notizie correlate|potrebbe interessarti|potrebbe interessarti anche|ti potrebbe interessare|i più letti"
    "|più letti|i più letti di oggi|ultime notizie|vedi anche|lees ook|lees verder|gerelateerde artikelen|meest gelezen"
    "|meer over dit onderwerp|laatste nieuws|bekijk ook|läs också|läs även|mest lästa|relaterade artiklar"
    "|senaste nytt|læs også|mest læste|relaterede artikler|seneste nyt|les også|mest lest|siste nytt|lue myös"
    "|luetuimmat|uusimmat|czytaj także|czytaj też|zobacz także|zobacz też|zobacz również|najczęściej czytane"
    "|najpopularniejsze|powiązane artykuły|podobne artykuły|najnowsze|čtěte také|mohlo by vás zajímat|nejčtenější"
    "|související články|kapcsolódó cikkek|legolvasottabb|ajánlott cikkek|читайте также|похожие статьи|популярное"
    "|самое читаемое|последние новости|новости по теме|другие новости|смотрите также|читайте також|найпопулярніше"
    "|останні новини|схожі статті|новини за темою|дивіться також|σχετικά άρθρα|διαβάστε επίσης|διαβάστε ακόμα"
    "|δημοφιλή|τελευταία νέα|δείτε επίσης|ilgili haberler|benzer haberler|çok okunanlar|en çok okunanlar"
    "|son haberler|ilgili yazılar|اقرأ أيضا|اقرأ أيضاً|مواضيع ذات صلة|أخبار ذات صلة|مقالات ذات صلة|الأكثر قراءة"
    "|آخر الأخبار|כתבות נוספות|קראו גם|הנקראות ביותר|関連記事|あわせて読みたい|人気記事|おすすめ記事|アクセスランキング"
    "|最新記事|最新ニュース|新着記事|相关阅读|相关新闻|相关文章|延伸阅读|推荐阅读|热门文章|猜你喜欢|热点新闻|最新文章|相關新聞"
    "|延伸閱讀|熱門文章|관련 기사|관련기사|많이 본 뉴스|추천 기사|인기 기사|최신 기사"
)
_BOXES = (
    "newsletter|newsletters|our newsletter|sign up for our newsletter|subscribe|subscribe to our newsletter|follow us"
    "|stay informed|stay connected|stay up to date|share|share this|share this article|share this story|share on|tags"
    "|about the author|about the authors|advertisement|inscrivez-vous à la newsletter|abonnez-vous|suivez-nous|partager"
    "|partager cet article|mots-clés|à propos de l'auteur|publicité|newsletter abonnieren|jetzt abonnieren|teilen"
    "|folgen sie uns|artikel teilen|schlagwörter|schlagworte|über den autor|über die autorin|anzeige|werbung|boletín"
    "|suscríbete|síguenos|compartir|etiquetas|sobre el autor|sobre la autora|acerca del autor|publicidad|compartilhar"
    "|compartilhe|sobre o autor|siga-nos|inscreva-se|publicidade|condividi|iscriviti alla newsletter|seguici|tag"
    "|l'autore|pubblicità|deel dit artikel|delen|nieuwsbrief|volg ons|over de auteur|advertentie|dela|nyhetsbrev"
    "|följ oss|om författaren|annons|del|nyhedsbrev|om forfatteren|annonce|jaa|uutiskirje|mainos|udostępnij|tagi"
    "|o autorze|obserwuj nas|reklama|sdílet|štítky|megosztás|címkék|поделиться|теги|подпишитесь|об авторе|реклама"
    "|поділитися|про автора|підпишіться|κοινοποίηση|ετικέτες|διαφήμιση|paylaş|etiketler|bülten|reklam|شارك|وسوم|إعلان"
    "|שתפו|תגיות|シェア|シェアする|タグ|メールマガジン|広告|分享|标签|標籤|廣告|广告|공유|태그|광고"
)
OTHERS = frozenset(_OTHERS.split("|"))
"""Titles of what is said by others, or about other articles, in small letters."""
BOXES = frozenset(_BOXES.split("|"))
"""Titles of small boxes."""


def with_sections(document: NormalDocument, clutter: list[bool]) -> list[bool]:
    """Return for each container whether it is clutter, as given, or stands in a section that is."""
    sections = titled_sections(document)
    if not sections:
        return clutter
    flags = [flag or at in sections for at, flag in enumerate(clutter)]
    for at, container in enumerate(document.containers):  # each after the one around it
        flags[at] = flags[at] or (container.parent >= 0 and flags[container.parent])
    return flags


def titled_sections(document: NormalDocument) -> dict[int, int]:
    """Return the containers that are clutter by their title, {container: the block that is its title}.

    Such a title is the first that a container shows; the outermost of these is the section.
    """
    blocks, containers = document.blocks, document.containers
    found: dict[int, int] = {}
    sizes: dict[int, int] = {}
    for number, (before, block) in enumerate(pairwise(blocks), 1):
        text = block[1]
        if len(text) > TITLE_CHARS:
            continue
        title = text.strip(_AROUND).lower().replace("’", "'")
        if title not in OTHERS and title not in BOXES:
            continue
        section = _outermost(block, before, containers)
        inside = _inside(section, islice(blocks, number, None), containers)
        if len(inside) > 1 and (title in OTHERS or _is_box(inside)):
            found[section] = number
            sizes[section] = sum(len(block.text) for block in inside)
    most = MAJORITY * sum(len(block.text) for block in blocks) if found else 0
    return {section: number for section, number in found.items() if sizes[section] <= most}


def _outermost(block: Block, before: Block, containers: Sequence[Container]) -> int:
    """Return the outermost container whose first block that is: the one before does not stand in it."""
    around = set()
    at = before.container
    while at >= 0:
        around.add(at)
        at = containers[at].parent
    at = block.container
    while containers[at].parent not in around and containers[at].parent >= 0:
        at = containers[at].parent
    return at


def _inside(section: int, blocks: Iterable[Block], containers: Sequence[Container]) -> list[Block]:
    """Return those of the blocks, from the first on, that stand in the section."""
    return list(takewhile(lambda block: within(containers, block.container, section), blocks))


def _is_box(inside: Sequence[Block]) -> bool:
    return len(inside) <= SMALL and not any("?" in block.text for block in inside)

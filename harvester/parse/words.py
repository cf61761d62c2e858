"""The words that parsing knows: labels, marks and openings by language, names of clutter. Tables only."""

# ruff: noqa: E501, RUF001  tables; letters that look alike are what these tables hold

import re

QUESTION_WORDS: tuple[str, ...] = (
    "question", "frage", "pregunta", "domanda", "pergunta", "vraag", "fråga", "spørgsmål", "spørsmål",
    "spurning", "kysymys", "küsimus", "jautājums", "klausimas", "pytanie", "otázka", "otazka", "vprašanje",
    "pitanje", "kérdés", "întrebare", "întrebarea", "ερώτηση", "ερωτηση", "soru", "sual", "питання",
    "запитання", "вопрос", "пытанне", "въпрос", "питање", "прашање", "сұрақ", "суроо", "galdera",
    "cwestiwn", "ceist", "pyetje", "demando", "swali", "pertanyaan", "tanya", "soalan", "tanong", "câu hỏi",
    "hỏi", "سؤال", "السؤال", "پرسش", "سوال", "שאלה", "प्रश्न", "सवाल", "প্রশ্ন", "கேள்வி", "ప్రశ్న",
    "คำถาม", "ถาม", "კითხვა", "հարց", "질문", "문", "問", "问", "質問", "提问", "提問", "问题", "問題",
    "質疑", "Ｑ",
)  # fmt: skip
ANSWER_WORDS: tuple[str, ...] = (
    "answer", "réponse", "reponse", "antwort", "respuesta", "risposta", "resposta", "antwoord", "svar",
    "vastaus", "vastus", "atbilde", "atsakymas", "odpowiedź", "odpověď", "odpoveď", "odgovor", "válasz",
    "răspuns", "răspunsul", "απάντηση", "απαντηση", "cevap", "yanıt", "cavab", "відповідь", "ответ", "адказ",
    "отговор", "одговор", "жауап", "жооп", "erantzuna", "ateb", "freagra", "përgjigje", "respondo", "jibu",
    "jawaban", "jawab", "jawapan", "sagot", "trả lời", "đáp", "جواب", "الجواب", "الإجابة", "إجابة", "پاسخ",
    "תשובה", "उत्तर", "जवाब", "উত্তর", "பதில்", "జవాబు", "คำตอบ", "ตอบ", "პასუხი", "պատասխան", "답변",
    "답", "答", "回答", "答案", "答え", "Ａ",
)  # fmt: skip
# The letters that stand for question and answer; one without its partner is an initial.
LETTER_PAIRS: tuple[tuple[str, str], ...] = (
    ("q", "a"), ("q", "r"), ("f", "a"), ("p", "r"), ("d", "r"), ("v", "a"), ("f", "s"), ("k", "v"),
    ("p", "o"), ("o", "o"), ("s", "c"), ("s", "y"), ("c", "o"), ("в", "о"), ("п", "в"), ("з", "в"), ("ε", "α"),
    ("س", "ج"), ("ש", "ת"), ("प्र", "उ"), ("문", "답"),
)  # fmt: skip

# What a question may begin with when no mark ends it; by language, folded, whole words.
OPENINGS: tuple[str, ...] = (
    # en
    "what", "why", "how", "who", "whose", "when", "where", "which", "is", "are", "was", "were", "can",
    "could", "do", "does", "did", "will", "would", "should", "has", "have", "may", "must",
    # fr; an inverted verb is seen by its pronoun
    "que", "quel", "quelle", "quels", "quelles", "qui", "quoi", "pourquoi", "comment", "combien", "où",
    "quand", "qu'est-ce", "qu'en", "y", "lequel", "laquelle",
    # de, nl, nordic
    "wer", "wie", "wo", "wann", "warum", "wieso", "weshalb", "welche", "welcher", "welches", "wozu",
    "welchen", "welchem", "wem", "wen", "wessen", "woher", "wohin", "woran", "worauf", "womit", "wodurch", "wofür",
    "worin", "wovon", "wonach", "inwiefern", "inwieweit", "kann", "können", "darf", "dürfen", "muss", "müssen", "soll",
    "sollte", "sollten", "ist", "sind", "wird", "werden", "hat", "haben", "gibt", "lohnt", "brauche", "braucht",
    "wat", "waar", "wanneer", "waarom", "hoe", "hoeveel", "welke", "welk", "kan", "kunnen", "moet", "mag", "heeft",
    "waarvoor", "waarmee", "hvad", "hvem", "hvor", "hvorfor", "hvordan", "hvilken", "hvilke", "hvilket", "hvornår",
    "hva", "er", "skal", "må", "vad", "vem", "varför", "hur", "när", "vilken", "vilka", "vilket",
    "är", "finns", "måste", "ska", "får", "hvernig", "hvenær",
    # es, pt, it, ro, ca
    "qué", "quién", "quiénes", "cómo", "cuándo", "dónde", "cuál", "cuáles", "cuánto", "cuánta", "cuántos", "cuántas",
    "puedo", "como", "quando", "onde", "quem", "qual", "quais", "quanto", "quanta", "quantos", "quantas", "posso",
    "devo", "perché", "chi", "dove", "cosa", "cos'è", "qual'è", "quale", "quali", "quanti", "quante", "cum",
    "unde", "cât", "câți", "câte", "cine", "când", "què", "quan", "quin", "quina", "quins",
    # slavic, baltic
    "jak", "jaki", "jaka", "jakie", "co", "czy", "czym", "czego", "kto", "komu", "kiedy", "gdzie", "skąd", "dlaczego",
    "ile", "który", "która", "które", "proč", "kdo", "kdy", "kde", "kam", "kolik", "jaký", "jaká", "jaké", "který",
    "která", "které", "lze", "mohu", "musím", "čo", "prečo", "ako", "kedy", "koľko", "aký", "aká", "aké", "ktorý",
    "что", "чем", "как", "кто", "кому", "когда", "где", "куда", "откуда", "почему", "зачем", "сколько", "можно",
    "нужно", "какой", "какая", "какое", "какие", "каким", "чего", "що", "чим", "як", "хто", "коли", "де", "куди",
    "чому", "навіщо", "скільки", "чи", "який", "яка", "яке", "які", "какво", "кой", "коя", "кои", "кога", "къде",
    "защо", "колко", "шта", "како", "зашто", "ко", "када", "колико", "што", "šta", "što", "kako", "zašto",
    "tko", "kada", "gdje", "gde", "koliko", "kaj", "zakaj", "kdaj", "kje", "kateri", "katere", "ali", "kas", "kaip",
    "kodėl", "kur", "kiek", "kāpēc", "kā", "kad", "cik", "vai",
    # hu, fi, et, el, tr
    "mi", "ki", "kik", "hogyan", "miért", "mikor", "hol", "hová", "honnan", "milyen", "melyik",
    "mennyi", "mennyibe", "hány", "lehet", "mikä", "mitä", "mistä", "mihin", "miten", "miksi", "kuka", "ketkä",
    "milloin", "missä", "kuinka", "millainen", "mis", "kes", "kuidas", "miks", "millal", "kus", "mitu", "τι", "πώς",
    "ποιος", "ποια", "ποιο", "ποιοι", "ποιες", "γιατί", "πότε", "πού", "πόσο", "πόσα", "μπορώ", "ne", "nasıl",
    "neden", "niçin", "niye", "kim", "hangi", "kaç", "nerede", "nereye",
    # ar, fa, he, hi, id, ms, vi
    "ما", "ماذا", "كيف", "لماذا", "متى", "أين", "من", "هل", "كم", "أي", "چرا", "چگونه", "چطور", "آیا", "چه", "کجا",
    "מה", "מי", "איך", "כיצד", "למה", "מדוע", "מתי", "איפה", "כמה", "האם", "क्या", "क्यों", "कैसे", "कब", "कहाँ",
    "कौन", "कितना", "apa", "apakah", "mengapa", "kenapa", "bagaimana", "siapa", "kapan", "berapa", "bolehkah",
)  # fmt: skip

# How a turn begins that speaks to somebody by name: "Ms Marlow, you have ...".
ADDRESS = re.compile(
    r"^\W{0,3}(?:[^\W\d_][\w.'’-]*\s){0,3}[^\W\d_][\w.'’-]*,\s(?:[Ss]ie|[Dd]u|[Ii]hr|[Yy]ou|[Yy]our|[Vv]ous|[Tt]u|[Uu]sted|[Ll]ei"
    r"|[Vv]oi|[Vv]ocê|[Uu]|[Jj]ij|[Jj]e|[Nn]i|[Dd]e|[Tt]y|[Pp]ani?|[Vv]y|[Вв]ы|[Тт]ы|[Вв]и|[Тт]и|[Εε]σείς|[Ss]iz|[Ss]en|أنت)\b"
)
# What is asked for without a question: "Tell us ..., please".
REQUEST = re.compile(
    r"\b(?:please|bitte|s['’]il\s+(?:vous|te)\s+pla[iî]t|por\s+favor|per\s+favore|prego|alstublieft|snälla|vær\s+så\s+snill"
    r"|prosz[ęe]|pros[ií]m|пожалуйста|будь\s+ласка|παρακαλώ|lütfen|من\s+فضلك|בבקשה)\b"
    r"|^\W{0,3}(?:tell|describe|explain|name|finish|complete|erz[äa]hlen?|beschreiben?|nennen?|erkl[äa]ren?|racontez|d[ée]crivez"
    r"|cuéntenos|descríbanos|ci\s+racconti|opowiedz|расскажите|назовите|розкажіть)\b",
    re.IGNORECASE,
)

# All patterns below are for text in small letters: blind to case, Python's are three times slower.

# A heading that says that questions follow. What a word goes on with is bounded: a search may start at each of its letters.
FAQ_TITLE = re.compile(
    r"""\bf\.?a\.?q\.?s?\b|\bq\s?&\s?as?\b|\bq\s+and\s+a\b|frequently\s+asked|common(ly)?\s+(asked\s+)?questions
    |questions?[\s-]+(and|&)[\s-]+answers?|\bpeople\s+also\s+ask|(your|top|popular|key|expert)\s+questions
    |\b(?:in|en)\s+(\d+|three|four|five|six|seven|ten|trois|quatre|cinq|sept|dix|drei|vier|fünf|sechs|sieben|zehn|tres|cuatro|cinco|siete|tre|cinque|sette|três)\s+
    (\w+\s+)?(questions|fragen|preguntas|domande|perguntas)\b
    |questions?[\s-]r[ée]ponses?|(foire\s+aux|vos|les)\s+questions|questions\s+(fr[ée]quentes|courantes|les\s+plus)
    |h[äa]ufig(e|en|sten)?\s+(gestellten?\s+)?fragen|fragen\s+(und|&)\s+antworten|(wichtigsten?|ihre)\s+fragen
    |preguntas\s+(m[áa]s\s+)?(frecuentes|y\s+respuestas|comunes)|perguntas\s+(mais\s+)?(frequentes|e\s+respostas)
    |domande\s+(e\s+risposte|(pi[ùu]\s+)?frequenti)|preguntes\s+(m[ée]s\s+)?freq[üu]ents
    |veel\s?gestelde\s+vragen|vragen\s+en\s+antwoorden|vanliga\s+frågor|frågor\s+och\s+svar
    |(ofte|hyppigt)\s+stillede\s+spørgsmål|ofte\s+stilte\s+spørsmål|spørgsmål\s+og\s+svar|spørsmål\s+og\s+svar
    |usein\s+kysytty|kysymyksiä\s+ja\s+vastauksia|(naj)?cz[ęe](st|śc)\w{0,20}\s+(zadawane\s+)?pytania|pytania\s+i\s+odpowiedzi
    |[čc]ast[oéá]\w{0,20}\s+(kladené\s+)?(dotazy|otázky|pitanja)|otázky\s+a\s+odpov|gyakori\s+kérdések|gyik\b
    |част\w{0,20}\s+(задаваем\w{0,20}\s+)?вопрос|вопросы\s+и\s+ответы|ответы\s+на\s+вопросы|част\w{0,20}\s+(запитання|питання)
    |(запитання|питання)\s+(та|й|і)\s+відповіді|συχν[έε]ς\s+ερωτήσεις|s[ıi]k[çc]a\s+sorulan|sorular
    |întreb[ăa]ri\s+frecvente|الأسئلة|أسئلة|שאלות|よくある|質問|常见问题|常見問題|问答|問答|자주\s*묻는|질문"""
    "",
    re.VERBOSE,
)

# A title in small letters that explains: its headings ask without a mark.
EXPLAINS = re.compile(
    r"\b(?:what\s+(?:you|we|to)\s+(?:need\s+to\s+|should\s+)?know|everything\s+(?:you\s+need\s+to|we)\s+know|here['’]s\s+(?:what|how)|explained\b|an?\s+explainer"
    r"|ce\s+qu['’](?:il\s+faut|on|il\s+fallait)\s+(?:en\s+)?(?:sa(?:it|voir)|retenir)|tout\s+(?:ce\s+qu['’]il\s+faut\s+)?(?:comprendre|savoir)|on\s+vous\s+explique|mode\s+d['’]emploi"
    r"|was\s+(?:sie|du|ihr|man|wir|verbraucher|mieter|eltern|kunden|reisende)\s+(?:\w+\s+){0,3}(?:wissen|beachten)|das\s+(?:müssen|sollten)\s+sie\s+wissen|alles\s+wichtige|(?:was|das)\s+ist\s+bekannt|einfach\s+erklärt"
    r"|lo\s+que\s+(?:hay\s+que|debes?|tienes\s+que|se)\s+(?:saber|sabe)|qué\s+(?:hay\s+que|se)\s+sabe\w*|todo\s+lo\s+que|claves\s+(?:de|para)|o\s+que\s+(?:se\s+sabe|você\s+precisa\s+saber)|tudo\s+(?:o\s+que|sobre)|entenda"
    r"|(?:cosa|che\s+cosa|quello\s+che)\s+(?:c['’]è\s+da|bisogna|sappiamo)(?:\s+sapere)?|tutto\s+quello\s+che|wat\s+(?:je|u|we)\s+(?:moet\s+)?weten|(?:det|detta)\s+(?:bör|behöver|skal)\s+du\s+(?:veta|vide|vite)|så\s+funkar"
    r"|co\s+(?:musisz|warto|trzeba)\s+(?:o\s+\w+\s+)?wiedzieć|что\s+(?:нужно|надо|важно)\s+знать|що\s+(?:треба|потрібно|варто)\s+знати)\b"
)

# What begins a line that leads away from the text: teasers, advertisements, credits.
CLUTTER_LEADS = re.compile(
    r"""\W{0,20}(?:
    (?:[àa]\s+)?(?:lire|voir|écouter|[ée]couter)\s+(?:aussi|[ée]galement|plus|la\s+suite)\b|publicit[ée]\b\s*$|sur\s+le\s+m[êe]me\s+sujet
    |read\s+(?:more|also|next)\b|see\s+also\b|related\s*(?::|articles?|stories|content|coverage)|advertisement\b|more\s+(?:on|from)\b.{0,60}$|also\s+read\b
    |story\s+continues\s+below|article\s+continues\s+after|sponsored\b|recommended\s*$
    |lesen\s+sie\s+(?:auch|mehr|hier)|mehr\s+(?:zum\s+thema|dazu|lesen|infos?)|lies\s+auch|auch\s+interessant|weiterlesen|(?:anzeige|werbung|advertorial)\s*$|zum\s+thema\s*:
    |mehr\s+(?:zum?|zur|[üu]ber)\b.{0,80}:|more\s+(?:on|about)\b.{0,60}:|passend\s+dazu|das\s+k[öo]nnte\s+(?:dich|sie)\s+auch|interview\s*:\s+\w+\s+\w+\s*$
    |(?:was|is)\s+this\s+(?:\w+\s+)?(?:helpful|useful)|did\s+(?:this|we)\s+(?:\w+\s+)?(?:help|answer\s+your\s+question)|(?:back|return|go)\s+to\s+(?:the\s+)?top\b.{0,12}$
    |war\s+(?:diese\w*|die)\s+\w+\s+hilfreich|(?:zurück\s+)?nach\s+oben\s*$|zum\s+seitenanfang\s*$|cette\s+(?:r[ée]ponse|page|information)\s+vous\s+a|(?:retour\s+en\s+)?haut\s+de\s+(?:la\s+)?page\s*$
    |¿?te\s+ha\s+(?:resultado|sido)\s+[úu]til|¿?(?:fue|ha\s+sido)\s+[úu]til|(?:volver\s+)?arriba\s*$|(?:esta|este)\s+\w+\s+foi\s+[úu]til|torna\s+su\s*$|terug\s+naar\s+boven\s*$|наверх\s*$
    |(?:top|nach\s+oben)\s*$|(?:this\s+)?(?:page\s+)?(?:was\s+)?(?:last|page)\s+(?:updated|reviewed|modified)\b.{0,30}$|(?:zuletzt\s+aktualisiert|letzte\s+(?:aktualisierung|änderung))\b.{0,30}$|(?:derni[èe]re\s+)?mise\s+[àa]\s+jour\s*(?:le\b|:).{0,30}$|[úu]ltima\s+(?:actualizaci[óo]n|atualiza[çc][ãa]o)\b.{0,30}$
    |(?:leer?|lee|ver)\s+(?:m[áa]s|tambi[ée]n)\b|te\s+puede\s+interesar|publicidad\b\s*$|lea\s+tambi[ée]n
    |(?:leia|veja|saiba)\s+(?:mais|tamb[ée]m)\b|publicidade\s*$|leggi\s+anche|pubblicit[àa]\s*$|lees\s+(?:ook|meer)\b|advertentie\s*$
    |l[äa]s\s+(?:mer|ocks[åa]|[äa]ven)\b|annons\s*$|l[æe]s\s+(?:ogs[åa]|mere|mer)\b|annonce\s*$|reklama\s*$|lue\s+my[öo]s|mainos\s*$
    |(?:czytaj|zobacz|przeczytaj)\s+(?:te[żz]|tak[żz]e|r[óo]wnie[żz]|wi[ęe]cej)|[čc]t[ěe]te\s+tak[ée]|olvassa\s+el
    |читайте\s+(?:также|ещ[её])|читайте\s+також|реклама\s*$|διαβάστε\s+(?:επίσης|περισσότερα)|διαφήμιση\s*$|(?:ayrıca\s+)?(?:bakınız|okuyun)|reklam\s*$
    |اقرأ\s+أيض|إعلان\s*$|קרא\s+עוד|あわせて読みたい|関連記事|相关阅读|相关新闻|延伸阅读|관련\s*기사
    |(?:foto|photo|bild|image|cr[ée]dit|quelle|source|fuente|fonte|источник|фото)\s*+(?:(?:s|graf|credit)\s*+)?+[:：/©]
    |©|\(c\)\s|back\s+to\s+(?:top|contents?)|zur[üu]ck\s+(?:zu[mr]?|nach)\b.{0,40}$|nach\s+oben\s*$|haut\s+de\s+page|volver\s+arriba
    )""",
    re.VERBOSE,
)

# What begins a line after which no answer goes on: reader comments, sharing, tags, sign-up.
END_LEADS = re.compile(
    r"""\W{0,20}(?:
    (?:poster|laisser|[ée]crire|ajouter|publier)\s+un\s+commentaire|commentaires?\b.{0,12}$|vous\s+devez\s+[êe]tre\s+connect
    |(?:post|leave|add|write)\s+(?:a\s+)?(?:comment|reply)|(?:\d+\s+)?comments?\b.{0,12}$|you\s+must\s+be\s+logged|share\s+this\b|related\s+(?:articles?|stories|posts?)
    |(?:einen\s+)?kommentare?\b.{0,30}$|schreibe?n?\s+sie\s+einen\s+kommentar|teilen\s*$
    |(?:deja|escrib\w+|publica\w*|a[ñn]ad\w+)\s+un\s+comentario|(?:\d+\s+)?comentarios?\b.{0,12}$|comentários?\b.{0,12}$|(?:deixe|publicar|postar|deixar|escreva)\s+(?:um|seu)\s+coment
    |lascia\s+un\s+commento|commenti?\b.{0,12}$|reageer|(?:\d+\s+)?reacties?\b.{0,12}$|kommentarer?\b.{0,12}$|komentarz\w*\b.{0,12}$|комментари\w+\b.{0,12}$|коментар\w*\b.{0,12}$
    |σχόλια\b.{0,12}$|yorum\w*\b.{0,14}$|(?:napisz|dodaj)\s+komentarz|(?:skriv|legg\s+igjen)\s+(?:en\s+)?kommentar|(?:написать|оставить|додати|залишити)\s+комм?ентар|تعليق|التعليقات|コメント|评论|評論|댓글
    |(?:this|the)\s+(?:is\s+(?:an?|the)\s+[\w-]+\s+(?:version|transcript)\s+of\b|(?:above\s+)?(?:interview|conversation|transcript|q\s?&\s?a)\s+(?:has\s+been|was)\s+(?:\w+ly\s+)?(?:edited|condensed|conducted|recorded|translated|shortened|first|originally|published)\b)
    |interviewed\s+by\b|as\s+told\s+to\b|(?:das|dieses)\s+(?:interview|gespräch)\s+(?:führten?|erschien|wurde\s+(?:\w+\s+){0,4}(?:geführt|gekürzt|veröffentlicht|aufgezeichnet|übersetzt))\b|die\s+fragen\s+stellten?\b|aufgezeichnet\s+von\b
    |propos\s+recueillis|entretien\s+(?:réalisé|mené|conduit|publié)|entrevista\s+(?:realizada|publicada|concedida)|intervista\s+(?:a\s+cura|pubblicata|realizzata)|het\s+interview\s+(?:is|werd)\s+(?:\w+\s+){0,4}(?:afgenomen|gepubliceerd)|intervjun\s+gjordes
    |rozmawia(?:ł|ła|li)\b|беседовал[аи]?\b|интервью\s+(?:взял|взяла|провел|провела)|розмовлял[аи]\b
    |.{0,40}\bcontribut(?:ed|ing)\s+(?:to\s+)?(?:this\s+)?(?:report|story|article)|avec\s+[a-z][\w\s]{1,30}$|[(（][^()]{2,40}[)）]$|.{0,12}無断転載|.{0,12}無\s断\s転
    |\d+\s+(?:next|suivant\w*|weiter|n[äa]chste|siguiente|pr[óo]xim[ao]|avanti|volgende|n[äa]sta|nast[ęe]pn\w+|далее)\b.{0,12}$
    |tags?\s*[:：]|(?:mots-cl[ée]s|schlagworte|schlagw[öo]rter|etiquetas|themen)\s*:|all\s+rights\s+reserved|tous\s+droits\s+r[ée]serv
    )""",
    re.VERBOSE,
)

# What ends a line that is a picture's caption or credit.
CAPTION_TAILS = re.compile(
    r"(?:[(|/©]|\b(?:by|von|par|via|de)\b)\s*(?:(?:foto|photo|bild|image|picture|quelle|source|cr[ée]dito?s?|credit)\b[^.!?]{0,60}"
    r"|(?:getty|afp|dpa|reuters|imago|ap|epa|istock|shutterstock|picture[\s-]alliance|unsplash|adobe)\b[^.!?]{0,40})$",
)

# The interviewer's thanks, after which the talk is over.
THANKS = re.compile(
    r"^(?:.{0,24}[:,])?\W*(?:(?:vielen|herzlichen|besten)\s+dank|danke|thank\s+you|thanks|merci|gracias|grazie|obrigad[oa]|dank\s+u|bedankt|tack|tak"
    r"|dzi[ęe]kuj[ęe]\w*|d[ěe]kuj\w*|спасибо|дякую|ευχαριστ\w+|teşekkür|wir\s+(?:be)?danken)\b.{0,80}\b(?:interview|gespr[äa]ch|time|talk\w*|speaking"
    r"|entretien|entrevista|intervista|gesprek|samtal\w*|rozmow\w*|rozhovor|бесед\w*|интервью|інтерв'ю|разговор|розмов\w*|söyleşi)\b"
    r"|^\W*(?:thanks|thank\s+you|danke|vielen\s+dank|merci|gracias|grazie|obrigad[oa])\b.{0,24}$",
)

# What the help texts of sign-in and subscription templates are about.
ACCOUNT = re.compile(
    r"\b(?:log\s?in|logged\s+in|sign(?:ed)?\s+in|your\s+account|(?:create|open)\s+an\s+account|password|subscriber\w*|this\s+message"
    r"|(?:not|already)\s+a\s+(?:member|subscriber)|register\s+(?:here|now|for\s+free)|déjà\s+(?:abonné|inscrit)|noch\s+kein\s+(?:konto|mitglied)|schon\s+(?:kunde|abonnent)\w*"
    r"|¿(?:ya\s+)?(?:eres|tienes)\s+(?:suscriptor|cuenta)|utwórz\s+konto|регистрац\w+|зарегистрир\w+"
    r"|se\s+connecter|connecté|votre\s+compte|ce\s+compte|mot\s+de\s+passe|ce\s+message|abonnés"
    r"|anmeld\w+|einlogg\w+|ihr(?:em)?\s+konto|passwort|registrierung|iniciar?\s+sesi[óo]n|contraseña|tu\s+cuenta"
    r"|accedi|il\s+tuo\s+account|inloggen|wachtwoord|logga\s+in|lösenord|zaloguj|hasło|войти|пароль|войдите)\b",
)

# An invitation to go on with the publisher: no part of an answer, though one may go on after it.
PROMOTION = re.compile(
    r"\b(?:sign|signing)\s+up\s+(?:to|for)\s+(?:our|the|my)\b|\b(?:subscribe|subscribing)\s+to\s+(?:our|the|my)\b|\bour\s+(?:\w+\s+){0,2}newsletters?\b"
    r"|\bfollow\s+(?:us|them|me)\s+on\b|\bbookmark\s+\S+\.\w+|\bcatch\s+up\s+on\b|\bcheck\s+back\b|\bjoin\s+our\s+(?:\w+\s+)?(?:channel|newsletter|whatsapp|telegram)"
    r"|\b(?:unser\w*|den|zum|kostenlose\w*)\s+(?:\w+[-\s])?newsletter\b|\bnewsletter\s+(?:abonnieren|bestellen|anmeld\w+)\b|\bfolgen?\s+(?:sie\s+)?uns\s+(?:auf|bei|hier)\b"
    r"|\b(?:notre|nos|la|[àa]\s+nos)\s+(?:newsletters?|infolettre|lettre\s+d['’]info\w*)\b|\bnotre\s+lettre\b|\b(?:abonnez|inscrivez)-vous\b|\bsuivez[\s-]nous\b"
    r"|\b(?:nuestr[oa]s?|al|el)\s+(?:newsletters?|bolet[íi]n(?:es)?)\b|\bs[íi]gue(?:nos|\s+nuestro)\b|\bsuscr[íi]b(?:ete|ase)\b"
    r"|\bnossas?\s+newsletters?\b|\b(?:assine|receba)\s+(?:a\s+|as\s+)?(?:nossas?\s+)?newsletter|\bsiga-nos\b|\bsiga\s+(?:o|a)\s+\w+\s+no\b"
    r"|\b(?:nostra|alla)\s+newsletter\b|\biscriviti\b|\bseguici\s+su\b|\bonze\s+nieuwsbrief\b|\bschrijf\s+je\s+in\b|\bvolg\s+ons\b"
    r"|\bv[åa]rt\s+nyhetsbre[vf]\w*\b|\bvores\s+nyhedsbrev\b|\b(?:prenumerera|abonner|abonn[ée]r)\s+p[åa]\b|\bf[öø]lg\w*\s+oss\b|\btilaa\s+(?:\w+\s+)?uutiskirje"
    r"|\bzapisz\s+si[ęe]\s+(?:na|do)\b|\bnewslettera\b|\bobserwuj\s+nas\b|\bodeb[íi]rejte\b|\bsledujte\s+n[áa]s\b|\biratkoz\w+\s+fel\b|\bk[öo]vess\w*\s+minket\b"
    r"|\bподпи(?:шитесь|сывайтесь|сывайся)\b|\bчитайте\s+нас\b|\bпідпи(?:шіться|суйтесь|суйтеся)\b|\bабонирайте\s+се\b|\bпратите\s+нас\b"
    r"|\bεγγραφείτε\s+στο\b|\bακολουθήστε\b|\bbültenim\w*\b|\babone\s+ol\w*\b|\bbizi\s+takip\b|\babona[țt]i-v[ăa]\b|\burm[ăa]ri[țt]i-ne\b"
    r"|\bاشترك\s+في\b|\bتابعونا\b|\bתעקבו\b|\bהירשמו\b|メールマガジン|ニュースレター|订阅我们|訂閱|关注我们|뉴스레터|구독하",
)

# What every such invitation contains, in small letters, and little else: the pattern takes 25 times as long.
PROMOTION_STEMS: tuple[str, ...] = (
    "newsletter", "sign up", "signing up", "subscrib", "follow us", "follow them", "follow me", "bookmark", "catch up", "check back",
    "join our", "uns auf", "uns bei", "uns hier", "infolettre", "lettre", "abonn", "ez-vous", "suivez", "bolet", "sígue", "sigue", "suscr",
    "siga", "assine", "iscriviti", "seguici", "nieuwsbrief", "schrijf", "volg ons", "nyhetsbre", "nyhedsbrev", "prenum", " oss",
    "uutiskirje", "zapisz", "obserwuj", "odeb", "sledujte", "iratkoz", "minket", "подпи", "читайте", "підпи", "абон", "пратите", "εγγραφ",
    "ακολουθ", "bülten", "abone", "takip", "abona", "urmări", "urmari", "اشترك", "تابعونا", "תעקבו", "הירשמו", "メール", "ニュース",
    "订阅", "訂閱", "关注", "뉴스", "구독",
)  # fmt: skip

# What opens and closes, after a question, where a site has no font of icons.
ICONS = "+＋−–×✕✖➕➖⊕⊖›❯▼▾▽▿⌄˅▸►▶▷→↓⬇"

# A line that asks whether anything is left to ask, or offers help: it closes a list of questions and is none.
PROMPTS = re.compile(
    r"""[\W_]{0,4}(?:
    (?:do\s+you\s+)?(?:still\s+)?(?:(?:have|got)\s+)?(?:(?:a|any|some|more|other|further|additional|another|unanswered)\s+)*questions?(?:\s+(?:left|for|about|on|or)\b.*)?
    |(?:still\s+)?(?:need|want)\s+(?:(?:any|some|more|further|extra)\s+)*(?:help|assistance|support|information|advice)\b.*
    |(?:(?:did|do)\s?n['’]t|can(?:no|['’])t|could\s?n['’]t|(?:did|do)\s+you\s+not)\s+(?:you\s+)?(?:find|see)\s.*(?:answer|question|looking\s+for|need)\b.*
    |(?:haben\s+sie\s+|hast\s+du\s+|habt\s+ihr\s+|sie\s+haben\s+|du\s+hast\s+)?(?:(?:noch|weitere|andere|offene|allgemeine|eine|mehr)\s+)*fragen?(?:\s+(?:offen|zu[mr]?|an|zur|oder)\b.*)?
    |(?:ihre|deine|eure)\s+frage\s.*(?:nicht|noch)\s.*
    |(?:sie\s+|du\s+)?(?:brauch\w*|benötig\w*)\s+(?:sie\s+|du\s+|ihr\s+)?(?:(?:noch|weitere|mehr)\s+)*(?:hilfe|unterstützung|beratung)\b.*
    |.{0,30}\b(?:nichts?|keine\s+antwort)\s+(?:dabei|gefunden|fündig)\b.*
    |(?:vous\s+avez\s+|avez[-\s]vous\s+)?(?:(?:encore|toujours|d['’]autres?|une|des|autres?)\s+)*questions?(?:\s+(?:sur|à|pour|ou|concernant)\b.*)?
    |(?:vous\s+avez\s+|avez[-\s]vous\s+)?besoin\s+(?:d['’]\s?(?:aide|assistance|informations?|un\s+conseil)|de\s+(?:conseils?|plus))\b.*
    |vous\s+n['’]avez\s+pas\s+trouvé\s.*
    |(?:(?:aún|todavía)\s+)?(?:tien\w+\s+|tenéis\s+|hay\s+)?(?:(?:alguna|más|otras?|aún|todavía)\s+)*(?:preguntas?|dudas?|consultas?)(?:\s+(?:sobre|para|o)\b.*)?
    |necesit\w+\s+(?:(?:más|alguna)\s+)?(?:ayuda|información|asesoramiento)\b.*
    |no\s+(?:has\s+encontrado|encuentras?|encontraste|ha\s+encontrado)\s+(?:lo\s+que|la\s+respuesta|tu)\b.*
    |(?:ainda\s+)?(?:tem\s+|tens\s+|ficou\s+com\s+|restou\s+)?(?:(?:alguma|mais|outras?|ainda)\s+)*(?:dúvidas?|perguntas?)(?:\s+(?:sobre|ou)\b.*)?
    |precisa\w*\s+de\s+(?:mais\s+)?(?:ajuda|informações)\b.*
    |(?:hai|avete|ha)?\s?(?:(?:ancora|altre|qualche|delle|dei)\s+)*(?:domand[ae]|dubbi[o]?)(?:\s+(?:su|sul|o)\b.*)?
    |(?:hai\s+|avete\s+|serve\s+)?(?:bisogno\s+di\s+)?(?:aiuto|assistenza)\b.{0,20}
    |(?:heeft\s+u\s+|hebt\s+u\s+|heb\s+je\s+)?(?:(?:nog|een|andere|meer|verdere)\s+)*vra(?:gen|ag)(?:\s+(?:over|of)\b.*)?
    |(?:meer\s+)?hulp\s+nodig\b.*
    |(?:har\s+(?:du|ni)\s+)?(?:(?:fler|flere|andre|andra|några|nogle|noen|en|ett|et|mer)\s+)*(?:frågor|fråga|spørgsmål|spørsmål)(?:\s+(?:om|till|til|eller)\b.*)?
    |(?:behöver\s+du|brug\s+for|trenger\s+du|har\s+du\s+brug\s+for)\s+(?:mer\s+|mere\s+)?hj[äæe]lp\b.*
    |(?:masz\s+|mają\s+państwo\s+)?(?:(?:jeszcze|inne|dodatkowe|więcej|jakieś)\s+)*pyta(?:nia|nie|ń)(?:\s+(?:do|o|dotyczące)\b.*)?
    |potrzebujesz\s+(?:więcej\s+)?(?:pomocy|informacji)\b.*
    |(?:у\s+вас\s+)?(?:остались\s+|остался\s+|есть\s+|появились\s+)?(?:(?:ещё|еще|другие|дополнительные)\s+)*вопрос(?:ы)?(?:\s+(?:по|о|к)\b.*)?
    |нужна\s+(?:помощь|консультация)\b.*
    |(?:у\s+вас\s+)?(?:залишились\s+|є\s+)?(?:ще\s+)?питання
    |(?:was|is|did\s+you\s+find|found|find)\s+(?:this|these|that)\s+(?:\w+\s+)?(?:helpful|useful)\b.*|did\s+(?:this|that|we)\s+(?:\w+\s+)?(?:help|answer\s+your\s+question)\b.*
    |(?:war|ist|fanden\s+sie)\s+(?:dies\w*|die|das|der)\s+(?:\w+\s+)?(?:hilfreich|nützlich)\b.*|hat\s+(?:ihnen\s+|dir\s+)?(?:dies\w*|das)\s+(?:\w+\s+)?geholfen
    |(?:cette|cet|ce|ces)\s+\w+\s+(?:vous\s+)?(?:a|ont|est|était)(?:-t-(?:il|elle))?\s+.{0,20}(?:utile|aidé)\w*|¿?(?:te|le)\s+ha\s+(?:resultado|sido)\s+útil.*|¿?(?:fue|ha\s+sido)\s+útil.*
    |(?:esta|este)\s+\w+\s+foi\s+útil.*|(?:questa|questo)\s+\w+\s+(?:ti\s+)?è\s+stat[ao]\s+utile.*|was\s+(?:dit|deze)\s+(?:\w+\s+)?nuttig.*|czy\s+(?:ta|ten|to)\s+\w+\s+.{0,12}pomoc\w+
    |(?:are\s+you\s+)?ready\s+(?:to|for)\b.*|(?:are\s+you\s+)?(?:interested|curious|convinced)(?:\s+in\b.*)?|want\s+to\s+(?:know|learn|see|hear|try|join|read)\b.*|sounds?\s+(?:good|interesting|familiar)
    |(?:sind\s+sie\s+|bist\s+du\s+)?(?:bereit\s+(?:für|zu)\b.*|interessiert.*|neugierig.*)|lust\s+auf\b.*|interesse(?:\s+geweckt)?|(?:vous\s+êtes\s+|êtes-vous\s+)?(?:prête?s?\s+(?:à|pour)\b.*|intéressée?s?.*|convaincue?s?)|envie\s+d(?:e|['’]).*
    |(?:¿\s*)?(?:list[oa]s?\s+para\b.*|te\s+interesa.*|te\s+animas.*|hablamos)|(?:sei\s+)?(?:pront[oi]\s+(?:a|per)\b.*|interessat[oi].*)|pront[oa]\s+para\b.*|vamos\s+conversar|klaar\s+(?:om|voor)\b.*|geïnteresseerd.*
    )\s*[?？؟][\W_]{0,4}""",
    re.VERBOSE,
)

# What a title in a programme begins with: "Week 3.", "Martedì 5 luglio.".
PROGRAMME = re.compile(
    r"(?:re|aw|antw|sv|odp|rif|fwd?):\s|(?:week|day|session|lesson|unit|module|woche|tag|lektion|modul|einheit|semaine|jour|séance|leçon|semana|día|dia|sesión|sessão|lección|aula|módulo"
    r"|settimana|giorno|lezione|modulo|dag|les|vecka|lektion|tydzień|dzień|lekcja|неделя|день|урок"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche"
    r"|lunes|martes|miércoles|jueves|viernes|sábado|domingo|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica),?\s(?:den\s)?\d{1,2}\b(?:\.?\s[^\W\d]+)?\s?[.:–—|-]"
)

# What every title that announces questions contains, in small letters; enough by itself in a heading.
TITLE_STEMS: tuple[str, ...] = (
    "faq", "f.a.q", "q&a", "q & a", "q &a", "q& a", "q and a", "question", "also ask", "fragen", "pregunt", "pergunt", "domand",
    "vragen", "frågor", "spørgsm", "spørsm", "kysym", "pytania", "pytań", "otázk", "otazk", "dotaz", "kérdés", "gyik",
    "вопрос", "питан", "запитан", "ερωτήσ", "sorular", "sorulan", "întreb", "pitanja", "câu hỏi", "pertanyaan", "الأسئلة",
    "أسئلة", "שאלות", "よくある", "質問", "問答", "问答", "问题", "問題", "질문", "묻는", "प्रश्न", "सवाल",
)  # fmt: skip

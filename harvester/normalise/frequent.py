"""Frequent words of languages that share their script with others: a table only."""

# ruff: noqa: RUF001  letters of other scripts that look Latin are what it lists

_TABLE = """
en: the of and to in is that for it was with as on be are this by from at have not you which his has but
    they
de: der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus
    er hat
fr: de la le et les des en un du une que est pour qui dans sur au par pas plus ne se avec ce il sont aux
    vous
es: de la que el en y los del se las por un para con una su al no es lo como más pero sus le ha este sobre
it: di e il la che in per un del è della con non una i si da sono le al dei come più anche nel alla gli ha
    lo
pt: de a o que e do da em um para com não uma os no se na por mais as dos como mas ao das foi são à é pelo
nl: de van het een en in is dat op te zijn met voor niet aan er om ook als maar bij door nog naar wordt
    heeft
pl: w i na z się do nie że jest o to od za jak po przez co ale dla tym są oraz czy już może tego jego być
    tak
cs: a v se na je že s z do o to i za k ve pro jako by jsou ale po od nebo jeho který které při bylo může
sk: a v sa na je že s z do o to aj za k vo pre ako by sú ale po od alebo jeho ktorý ktoré pri bolo môže
sv: och i att en som på är av för det med till den har de inte om ett han men var sig från vi så kan när
da: og i at det er en til af på for med der de den som ikke har et om han var men fra vi så blev kan sig
    også
no: og i det er på til som en å for av med at den ikke har de et om han var men fra vi så ble kan seg også
fi: ja on ei että se oli hän myös kun mutta ovat joka jos mitä kuin niin mukaan voi sen ole olla hänen tai
hu: a az és hogy nem is egy ez meg de volt van csak már még mint ki el vagy ha azt lehet szerint be amely
    ezt
ro: de și în a la cu pe că nu o din care este un pentru mai se au fost sunt ce prin sau lui dar după fi
    această
tr: ve bir bu için de da ile olarak daha çok olan gibi en ne kadar sonra var ise değil mi olduğu ya o göre
    her
id: yang dan di itu dengan untuk tidak ini dari dalam akan pada juga saya ke karena ada oleh bisa atau sudah
vi: và của là có không được cho các trong người một với để này những đã khi từ đến ở như ra về phải vào
ca: de la que i el a en les per els un una amb es del no com més seva al és dels va ha són o aquest també
hr: i je u se na da za su od s a o kako što nije koji će iz ne li do kao koja ili bi po sve ali te još biti
sl: in je v na se da za so pa ki z ne tudi kot bi po o s od pri iz ali ni če lahko še do bo smo ter
et: ja on ei et see ta oli ka kui mis aga siis või oma nii kes mida veel ning selle olla kas nad juba
lv: un ir ka ar no par uz lai kas arī bet tas vai pēc tā nav kā to tikai līdz jau gan var būs savu
lt: ir yra kad į su iš tai kaip bet ne jo ar už dar nuo apie buvo jau tik bus taip po gali prie kurie
sq: të e në për që një me nga i është ka dhe së do nuk më ky kjo edhe janë si duke ishte por këtë
eu: eta da ez du dira zen ere baina dute hori bat egin dela izan den baino bere edo egiten
ru: и в на не что с по это как к из у за от его для о но то же так был все мы они при только он а
uk: і в на не що з та у до це як за від його для про але то так був ми вони при він а є які також або
bg: и на да в се за от е не с по че са като до това ще си но при или той има след през беше
sr: и је у се на да за су од с о како што није који ће из не ли до као која или би по све али
be: і ў на не што з у да гэта як за ад яго для пра але так быў мы яны пры ён а якія таксама
kk: және мен бұл бір үшін деп болып да де бар еді туралы оның
ar: في من على أن إلى التي عن الذي لا هذا ما مع كان هذه قد بعد بين كما هو ذلك أو كل خلال
fa: و در به از که این را با است برای آن یک خود تا بر هم می او اند شد شده کرد
ur: کے میں کی ہے اور سے کا کو اس نے پر ہیں کہ یہ بھی نہیں ایک کر وہ تھا گیا
hi: के में की है और से का को पर ने इस कि यह भी हैं नहीं एक कर हो था लिए गया
mr: आणि आहे या व ते तो की हे आहेत मध्ये होते केले नाही त्या
ne: र छ को मा ले पनि हो गर्ने भएको छन् का गरेको यो
"""

LANGUAGES_OF: dict[str, list[str]] = {}
"""Word to the languages that it is frequent in."""

for _line in _TABLE.replace("\n    ", " ").strip().splitlines():
    _language, _, _words = _line.partition(": ")
    for _word in _words.split():
        LANGUAGES_OF.setdefault(_word, []).append(_language)

FOREIGN_LETTERS = {
    "ru": "іїєґўјљњћ",
    "uk": "ыэъёўј",
    "be": "ищїєјъ",
    "bg": "ыэёіїєј",
    "sr": "ыэъйюяіїщ",
    "sv": "æøñ",
    "da": "äöñ",
    "no": "äöñ",
    "cs": "ľĺŕôäąęł",
    "sk": "ěřůąęł",
    "es": "ãõçàè",
    "pt": "ñäö",
    "it": "ñãõäöü",
    "id": "äöüåøñ",
}
"""Language to letters that it does not write, but its next of kin does."""

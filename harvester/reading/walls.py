"""How pages that are no article give themselves away, by family: tables only, keys of `harvester.text`.

titles: a part of the page's title that is exactly this; openings: one that begins so. phrases: what else
they say, long enough that few articles say two of them. markers: in the page's bytes. untitled: up to so many
bytes two phrases tell where there is no title. by_title: only the title of the page counts as such, and has
to. about: a page of the family speaks of little else.
"""

# ruff: noqa: RUF001  words of all scripts

from typing import NamedTuple


class Family(NamedTuple):
    """One kind of wall; ``limit`` is the most UTF-8 bytes of prose that such a page was seen to have."""

    limit: int
    titles: tuple[str, ...]
    openings: tuple[str, ...]
    phrases: tuple[str, ...]
    markers: tuple[bytes, ...] = ()
    untitled: int = 0
    by_title: bool = False
    about: tuple[str, ...] = ()


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(phrase.strip() for phrase in text.split("|"))


BOT_WALL = Family(
    limit=2500,
    untitled=600,
    titles=_phrases("""
        just a moment | one moment, please | attention required |
        access denied | access to this page has been denied | you have been blocked |
        sorry, you have been blocked | security check | security verification | human verification |
        bot verification | robot check | are you a robot | ddos-guard | pardon our interruption |
        making sure you're not a bot | vercel security checkpoint | request rejected |
        the request is blocked | challenge validation | client challenge |
        verifying your connection | waiting room | you are now in line | einen moment |
        nur einen moment | einen moment bitte | sicherheitsüberprüfung | zugriff verweigert |
        un instant | un momento | contrôle de sécurité | accès refusé | um momento | acesso negado |
        acceso denegado | accesso negato | even geduld | toegang geweigerd | jeszcze chwila |
        odmowa dostępu | один момент | доступ запрещен | доступ ограничен | ой, капча |
        доступ заборонено | хвилинку | bir dakika lütfen | erişim engellendi | 请稍候 | 安全验证 |
        访问被拒绝 | しばらくお待ちください | アクセスが拒否されました | 잠시만 기다리십시오 | لحظة |
        تم رفض الوصول
    """),
    openings=(
        "checking your browser",
        "verifying you are human",
        "überprüfung ihres browsers",
        "vérification de votre navigateur",
        "comprobando su navegador",
        "проверка браузера",
        "正在检查您的浏览器",
    ),
    phrases=_phrases("""
        checking your browser | checking if the site connection is secure |
        needs to review the security of your connection | verify you are human |
        verifying you are human | verify that you are human | confirm you are human |
        prove you are not a robot | that you're not a robot | you are not a robot |
        make sure you're not a bot | unusual traffic from your | unusual activity from your |
        suspicious activity from your | automated access to | automated requests |
        this process is automatic | will be redirected to the page you |
        enable javascript and cookies to continue | please enable cookies | please turn javascript on |
        javascript is disabled. in order to continue | ddos protection by |
        performance & security by cloudflare | cloudflare ray id | ray id: |
        request unsuccessful. incapsula incident id | incapsula incident id |
        you don't have permission to access | press & hold to confirm |
        the requested url was rejected. please consult with your administrator | your support id is |
        security service to protect itself from online attacks |
        the action you just performed triggered the security solution |
        complete the security check to access |
        something about your browser made us think you were a bot |
        something about the behavior of the browser | the owner of this website has banned |
        your ip address has been blocked | protected by anubis | enter the characters you see below |
        you are in line | estimated wait time | ihr browser wird überprüft | dass sie ein mensch sind |
        dass sie kein roboter sind | sicherheit ihrer verbindung |
        bitte aktivieren sie javascript und cookies | vous êtes un humain | vous êtes humain |
        vous n'êtes pas un robot | la sécurité de votre connexion | activer javascript et les cookies |
        que usted es un ser humano | que eres humano | que no es un robot | que no eres un robot |
        la seguridad de su conexión | active javascript y las cookies |
        habilite javascript y las cookies | che sei umano | di non essere un robot |
        la sicurezza della connessione | abilita javascript e i cookie | que você é humano |
        que você não é um robô | a segurança da sua conexão | ative javascript e cookies |
        dat u een mens bent | dat je geen robot bent | de beveiliging van uw verbinding |
        że jesteś człowiekiem | nie jesteś robotem | bezpieczeństwo połączenia | что вы человек |
        что вы не робот | запросы с вашего устройства похожи на автоматические |
        безопасность вашего подключения | включите javascript и файлы cookie | що ви людина |
        що ви не робот | insan olduğunuzu doğrulayın | robot olmadığınızı | bağlantınızın güvenliğini |
        您是真人 | 确认您不是机器人 | 检查您的连接的安全性 | 请启用 javascript 和 cookie |
        あなたが人間であることを確認 | ロボットではないこと | 接続のセキュリティを確認 | 사람인지 확인 |
        로봇이 아님을 | 연결 보안을 검토 | أنك إنسان | أنك لست روبوت | أمان اتصالك
    """),
    markers=(
        *(b"_Incapsula_Resource", b"_cf_chl_opt"),
        b'id="challenge-form"',
        b"/_sec/cp_challenge/",
        b"geo.captcha-delivery.com/",
        b"px-captcha",
        b"anubis_challenge",
        b"/.well-known/sgcaptcha/",
        b"AwsWafIntegration",
        b"/errors/validateCaptcha",
        b"aliyun_waf_",
    ),
)

SOFT_404 = Family(
    limit=1500,
    titles=_phrases("""
        404 | error 404 | 404 error | http 404 | not found | 404 not found | page not found |
        the page was not found | page not found (404) | page not found - 404 | file not found |
        article not found | content not found | content unavailable | page unavailable |
        page no longer available | this page no longer exists | this page isn't available |
        this page does not exist | page doesn't exist | oops! page not found |
        oops! that page can't be found | nothing found | seite nicht gefunden |
        die seite wurde nicht gefunden | diese seite existiert nicht | artikel nicht gefunden |
        fehler 404 | 404 fehler | page introuvable | page non trouvée | cette page n'existe pas |
        article introuvable | erreur 404 | página no encontrada | la página no existe |
        error 404: página no encontrada | página não encontrada | erro 404 | pagina non trovata |
        la pagina non esiste | errore 404 | pagina niet gevonden | nie znaleziono strony |
        strona nie została znaleziona | strona nie istnieje | błąd 404 | stránka nenalezena |
        stránka nebyla nalezena | stránka sa nenašla | az oldal nem található |
        pagina nu a fost găsită | страница не найдена | страница не существует | ошибка 404 |
        сторінку не знайдено | сторінка не знайдена | помилка 404 | страницата не е намерена |
        sidan hittades inte | sidan kunde inte hittas | siden blev ikke fundet | siden ble ikke funnet |
        siden finnes ikke | sivua ei löytynyt | η σελίδα δεν βρέθηκε | sayfa bulunamadı |
        الصفحة غير موجودة | لم يتم العثور على الصفحة | הדף לא נמצא | 页面不存在 | 找不到页面 |
        页面未找到 | 找不到網頁 | ページが見つかりません | お探しのページは見つかりません |
        お探しのページは見つかりませんでした | 페이지를 찾을 수 없습니다 | halaman tidak ditemukan |
        không tìm thấy trang | ไม่พบหน้า
    """),
    openings=(
        "sorry, this page isn't available",
        "sorry, the page you",
        "we can't find the page",
        "oops, 404",
    ),
    phrases=_phrases("""
        page has been removed | page you requested | page you are looking for |
        page you're looking for | page you were looking for | requested url was not found |
        could not be found | couldn't be found | can't be found | cannot be found | we couldn't find |
        we can't find | does not exist | doesn't exist | no longer exists | no longer available |
        may have been moved | has been moved or | moved or deleted | link may be broken |
        check the address | check the url | it looks like nothing was found at this location |
        go to the front page | back to the homepage | nicht gefunden werden | existiert nicht |
        nicht mehr verfügbar | gesuchte seite | zur startseite | n'existe pas | n'existe plus |
        a été supprimée | a été déplacée | que vous cherchez | que vous recherchez |
        retour à l'accueil | no existe | ya no está disponible | que busca | que estás buscando |
        volver al inicio | não existe | que você procura | que procura | foi removida | non esiste |
        che stai cercando | che cerchi | torna alla home | bestaat niet | die u zoekt | die je zoekt |
        nie istnieje | której szukasz | została usunięta | neexistuje | nem található | nu există |
        не существует | была удалена | была перемещена | на главную | не існує | була видалена |
        на головну | не съществува | finns inte | findes ikke | finnes ikke | ei ole olemassa |
        δεν υπάρχει | mevcut değil | aradığınız sayfa | غير موجودة | التي تبحث عنها | 不存在 |
        已被删除 | 返回首页 | 削除された | 移動または削除 | 存在しません | トップページへ |
        존재하지 않 | 삭제되었
    """),
)

ERROR_PAGE = Family(
    limit=1500,
    titles=_phrases("""
        maintenance mode | under maintenance | site under maintenance | site maintenance |
        scheduled maintenance | down for maintenance | we'll be back soon | we'll be right back |
        we will be back soon | be right back | service unavailable | 503 service unavailable |
        service temporarily unavailable | 503 service temporarily unavailable |
        temporarily unavailable | internal server error | 500 internal server error | server error |
        502 bad gateway | bad gateway | 504 gateway time-out | gateway timeout | gateway time-out |
        database error | error establishing a database connection | database connection error |
        application error | runtime error | unexpected error | something went wrong |
        an error occurred | error | wartungsarbeiten | wartungsmodus |
        wir sind gleich wieder da | interner serverfehler | dienst nicht verfügbar |
        site en maintenance | maintenance en cours | service indisponible | erreur interne du serveur |
        une erreur est survenue | erreur | sitio en mantenimiento | en mantenimiento |
        servicio no disponible | error interno del servidor | sito in manutenzione | in manutenzione |
        servizio non disponibile | site em manutenção | em manutenção | serviço indisponível |
        in onderhoud | przerwa techniczna | prace serwisowe | технические работы |
        ведутся технические работы | сервис временно недоступен | технічні роботи | bakım çalışması |
        bakımdayız | 系统维护 | 网站维护中 | サーバーエラー | メンテナンス中 |
        ただいまメンテナンス中です | 점검 중 | الموقع تحت الصيانة
    """),
    openings=("server error in '", "fatal error", "database error", "error establishing a database"),
    phrases=_phrases("""
        error establishing a database connection | can't connect to local mysql server |
        too many connections | you have an error in your sql syntax | sqlstate[ |
        access denied for user | there has been a critical error on this website |
        unexpected error has occurred | unexpected error occurred | internal server error |
        unable to complete your request | temporarily unable to service your request |
        temporarily unavailable | currently unavailable | please try again later | try again in a few |
        undergoing maintenance | undergoing scheduled maintenance | performing maintenance |
        site is under maintenance | currently under maintenance |
        we'll be back | back online shortly | back shortly | guru meditation |
        an application error occurred on the server | stack trace | wartungsarbeiten | in kürze wieder |
        vorübergehend nicht | später erneut | später noch einmal | en cours de maintenance |
        actuellement en maintenance | momentanément indisponible | temporairement indisponible |
        réessayer plus tard | veuillez réessayer | tareas de mantenimiento |
        temporalmente no disponible | inténtelo de nuevo más tarde | vuelva a intentarlo |
        manutenzione programmata | temporaneamente non disponibile | riprova più tardi | em manutenção |
        temporariamente indisponível | tente novamente mais tarde | tijdelijk niet beschikbaar |
        probeer het later | tymczasowo niedostępn | spróbuj ponownie później | временно недоступ |
        попробуйте позже | повторите попытку позже | тимчасово недоступ | спробуйте пізніше |
        daha sonra tekrar deneyin | 请稍后再试 | 正在维护 | しばらくしてから | 時間をおいて |
        잠시 후 다시 | حاول مرة أخرى
    """),
)

_CONSENT_WORDS = (
    *(
        "cookie",
        "consent",
        "privacy",
        "partner",
        "personal data",
        "accept",
        "reject",
        "tracking",
        "personalis",
    ),
    *("personaliz", "datenschutz", "zustimm", "einwillig", "akzeptier", "ablehn", "privatsphäre", "werbung"),
    *(
        "partenaire",
        "confidentialité",
        "vie privée",
        "accepter",
        "refuser",
        "données",
        "privacidad",
        "aceptar",
    ),
    *("rechazar", "socios", "datos", "accett", "rifiut", "accepteren", "weigeren", "aceitar", "rejeitar"),
    *("parceiros", "prywatno", "zaakcept", "odrzu", "partnerzy"),
)
CONSENT_WALL = Family(
    limit=6000,
    titles=_phrases("""
        before you continue | before you continue to google search | cookie consent |
        cookie settings | privacy settings | your privacy choices | your privacy |
        we value your privacy | we care about your privacy | manage cookies | privacy gate |
        bevor sie fortfahren | datenschutzeinstellungen | cookie-einstellungen | ihre privatsphäre |
        ihre privatsphäre ist uns wichtig | zustimmung | avant de continuer |
        nous respectons votre vie privée | gestion des cookies | vos choix en matière de cookies |
        antes de continuar | su privacidad es importante para nosotros | valoramos su privacidad |
        prima di continuare | la tua privacy | rispettiamo la tua privacy | voordat je verdergaat |
        jouw privacy | privacy-instellingen | dpg media privacy gate | a sua privacidade |
        zanim przejdziesz dalej | szanujemy twoją prywatność | innan du fortsätter | før du fortsætter
    """),
    openings=(
        "before you continue to",
        "bevor sie zu ",
        "avant d'accéder à",
        "antes de ir a",
        "prima di continuare su",
    ),
    phrases=_phrases("""
        accept all | reject all | we and our partners | store and/or access information on a device |
        manage options | manage preferences | cookie policy | consent to the use of cookies |
        alle akzeptieren | alle ablehnen | wir und unsere partner | mit werbung und cookies |
        tracking und cookies | einwilligung | tout accepter | tout refuser | nos partenaires |
        continuer sans accepter | aceptar todo | rechazar todo | nuestros socios | accetta tutto |
        rifiuta tutto | i nostri partner | alles accepteren | alles weigeren | onze partners |
        aceitar tudo | rejeitar tudo | os nossos parceiros | zaakceptuj wszystko | odrzuć wszystko |
        nasi partnerzy | godkänn alla | acceptér alle
    """),
    by_title=True,
    about=_CONSENT_WORDS,
)

LOGIN_WALL = Family(
    limit=1500,
    titles=_phrases("""
        log in | login | log in to continue | sign in | sign in to continue | sign in to your account |
        log in or sign up | log in or register | member login | subscriber login | login required |
        authentication required | anmelden | anmeldung | einloggen | connexion | se connecter |
        connectez-vous | iniciar sesión | inicia sesión | acceso usuarios | entrar |
        iniciar sessão | fazer login | accedi | effettua il login | inloggen | aanmelden | zaloguj się |
        logowanie | přihlášení | bejelentkezés | autentificare | вход | войти | авторизация | увійти |
        вхід | logga in | log ind | logg inn | kirjaudu sisään | σύνδεση | giriş yap | تسجيل الدخول |
        登录 | 登錄 | ログイン | 로그인
    """),
    openings=("log in to ", "sign in to ", "sign in - ", "please log in"),
    phrases=_phrases("""
        forgot password | forgot your password | forgotten your password | reset your password |
        lost your password | remember me | keep me logged in | keep me signed in | stay signed in |
        don't have an account | create an account | you must be logged in | you must log in |
        you need to log in | please log in to | please sign in to | username or email |
        passwort vergessen | angemeldet bleiben | noch kein konto | mot de passe oublié |
        se souvenir de moi | rester connecté | pas encore de compte | olvidado su contraseña |
        olvidado tu contraseña | olvidaste tu contraseña | recordarme | mantener la sesión |
        esqueceu a senha | esqueceu-se da | esqueci minha senha | lembrar-me | password dimenticata |
        hai dimenticato la password | ricordami | wachtwoord vergeten | ingelogd blijven |
        nie pamiętasz hasła | zapomniałeś hasła | zapamiętaj mnie | zapomenuté heslo | забыли пароль |
        запомнить меня | забули пароль | glömt lösenord | glemt adgangskode | glemt passord |
        şifremi unuttum | هل نسيت كلمة | 忘记密码 | パスワードをお忘れ | 비밀번호 찾기
    """),
    by_title=True,
)

"""The file that ``harvester init`` writes."""

TEMPLATE = """\
# Harvester's settings. Every key may be left out; the values below are the defaults.

archive = "harvester.db"

# Who is asking: it is sent in the User-Agent of every request, so that a site can reach you.
contact = "{contact}"

# timestamp = "https://tsa.example/"      # an authority (RFC 3161) that stamps the head of each run
# timestamp_root = "tsa-root.pem"         # its root certificate

[fetch]
delay = 1.0          # seconds between two requests to one host, at least
timeout = 60         # seconds for a whole exchange, redirects included
max_body_mib = 32    # a larger body is cut and kept as evidence only
workers = 8          # hosts fetched at the same time
per_host = 0         # sources and articles that one run asks of one host at most; 0: all that are due
per_run = 0          # the same of all hosts together; what is left stays due
# conditional = false  # never send If-None-Match or If-Modified-Since; also for a [[source]]
obey_noarchive = false  # true: keep no body of a page that asks for no copy (meta robots, X-Robots-Tag)
allow_net = []       # networks of your own, such as ["10.1.0.0/16"]; others must have public addresses
# chromium = "/usr/bin/chromium"  # the browser for sources with browser = true
# chromium_sandbox = true         # false: also as root, where Chromium has no sandbox

# [archives]             # where `harvester backfill` asks, and `harvester run --save-to wayback` saves
# wayback = "https://web.archive.org"
# wayback_keys = {{ env = "WAYBACK_KEYS" }}  # "ACCESS:SECRET" of an account there, to save pages

# What to follow; `harvester add URL` does the same from the command line.
# [[source]]
# url = "https://news.example/explainers.xml"
# kind = "feed"        # page, feed, sitemap, listing or list (of URLs); left out: guessed from the URL
# every = "6h"         # a fixed interval; left out: each article has its own pace (docs/pace.md)
# links = "main h3 a"  # listing only: a CSS selector for the links to articles
# include = ["/faq/"]   # only URLs that contain one of these; * stands for anything, a last $ for the end
# exclude = ["/sport/"] # no URL that contains one of these
# since = 2025-01-01    # nothing with an earlier date
# language = "fr"       # nothing that is announced in another language
# browser = true        # scripts write its articles: a browser renders them (docs/browser.md)
# browser_hosts = ["api.news.example"]  # hosts that rendered articles may ask besides their own
# depth = 5             # sitemap only: levels of sitemap indexes
# headers = {{ Authorization = {{ env = "NEWS_TOKEN" }} }}  # also cookies, proxy, ca_bundle: docs/safety.md

# How to read a site whose pages come out wrong; `harvester rules check` tries it on stored captures.
# [[rule]]
# hosts = ["news.example", "*.news.example"]
# drop = ".teaser, .newsletter"  # CSS selectors: removed first,
# content = "main article"       # nothing else is read,
# question = "h3.q"              # each is one question,
# answer = "h3.q ~ p"            # its answer; left out: all up to the next question
# valid_until = 2025-06-30       # for captures up to that day; left out: for all

# Who gets a message about which changes (docs/notices.md); `harvester notify test NAME` sends an example.
# [notify]
# public = "https://archive.example"  # where `harvester serve` can be reached, for links
# mail_server = "mail.example:587"
# mail_security = "starttls"
# mail_user = "archive"
# mail_password = {{ file = "mail-password" }}
# mail_from = "archive@news.example"
# [[notice]]
# name = "figures"
# to = {{ email = "desk@news.example" }}   # or webhook, atom, command, apprise
# how = "daily"                          # or "hourly"; left out: at once
# classes = ["number", "date"]           # also articles, sources, search, kinds, significance, events
"""

"""Run by the Python of `make judges` in a folder of pywb: its replay is asked for paths, given as JSON."""

import gevent.monkey

gevent.monkey.patch_all()

import gzip
import hashlib
import json
import sys

from pywb.apps.frontendapp import FrontEndApp
from werkzeug.test import Client

client = Client(FrontEndApp())
found = {}
for path in json.load(sys.stdin):
    answer = client.get(path)
    body = answer.get_data()
    if answer.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    found[path] = [
        answer.status_code,
        hashlib.sha256(body).hexdigest(),
        answer.headers.get("Memento-Datetime"),
    ]
print(json.dumps(found))

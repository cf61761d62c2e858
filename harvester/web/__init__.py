"""The web interface: pages over `harvester.view`, read-only. The extra ``web`` brings what it is built on.

A page is a pure function from (archive, arguments) to a value, which a template shows. `harvester.web.routes`
names them all; `harvester.web.app` serves them over HTTP; `harvester.web.guard` says who may ask, and what a
browser may do with an answer. Stored text is hostile; `harvester.web.rendering` is its only way to HTML.
"""

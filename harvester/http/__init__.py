"""HTTP as it stands in the RFCs: URLs, SURT, content codings, statuses, headers. Pure; nothing here asks."""

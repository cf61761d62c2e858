"""The pages of the web interface as files: a site that needs no server.

The site asks the page functions of `harvester.web.routes` for the addresses that a visitor would follow, an
article at a time, and writes what they answer with links that are relative. So it opens from a disk and below
any path of any server, and looks as `harvester serve` does. What needs a server (comparing any two versions,
the health of the archive, the bytes of captures) is not part of it, and links to it are left out.
"""

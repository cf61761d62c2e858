"""What a researcher takes away: tables, data packages and documents.

An export is a *form* (how rows are written: `harvester.export.forms`) of *tables* (what rows there are:
`harvester.view.tables`) of a *selection* (which rows: `harvester.view.selection`). A form is a function that
writes one table to one file, row by row, so that the memory does not grow with the archive. The same archive
and selection give the same bytes.
"""

"""A PDF among the pages: what a user is told."""

PDF = b"%PDF-1.7\n%\xe2\xe3\n" + bytes(range(256)) * 9


def test_status_names_it(archive, site):
    site.pages["/report.pdf"] = (200, {"Content-Type": "application/pdf"}, PDF)
    archive("add", "--kind", "page", f"{site.url}/report.pdf")
    told = archive("run", code=1)
    assert f"{site.url}/report.pdf" in told.stderr
    assert "unsupported: is not text: it looks like a PDF" in told.stderr
    status = archive("status").stdout
    assert "unsupported" in status
    assert f"{site.url}/report.pdf" in status

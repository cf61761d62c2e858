from harvester.archive.captures import add_capture, read_capture


def test_a_capture_comes_back_as_it_was(db, run, article, capture):
    given = capture(
        headers=(("ETag", '"1"'), ("Content-Type", "text/html")), request_headers=(("Accept", "*/*"),)
    )
    assert read_capture(db.conn, add_capture(db, run, article, given)) == given

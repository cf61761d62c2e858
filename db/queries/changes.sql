-- What changed between version :version of article :article and the one before it, in the order of the page.
SELECT
    kind, edit_class, classes, significance, question, other_question, confidence, before_position, after_position, before, after, hunks
FROM change_list WHERE article_id = :article AND version = :version ORDER BY seq

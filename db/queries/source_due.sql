-- When each source is asked for next: '' if that is still to be computed, the year 1 for at the next run, 9999 for never.
SELECT source.id AS source_id, due.next_at
FROM source JOIN due ON due.url_id = source.url_id AND due.article_id = ''

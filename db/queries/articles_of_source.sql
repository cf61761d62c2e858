-- The articles that the source with the URL :source announced first, the ones that changed last first, then those that were
-- never captured.
WITH chosen (id, changed_at) AS MATERIALIZED (
    SELECT article_id, began_at FROM article_state
    WHERE source_id = (SELECT source.id FROM source JOIN url ON url.id = source.url_id WHERE url.url = :source)
    UNION ALL
    SELECT id, '' FROM article
    WHERE source_id = (SELECT source.id FROM source JOIN url ON url.id = source.url_id WHERE url.url = :source)
        AND newest_capture_id IS NULL
    ORDER BY 2 DESC, 1
    LIMIT :limit OFFSET :offset
)
SELECT article_list.*
FROM chosen
CROSS JOIN article_list ON article_list.article_id = chosen.id
ORDER BY chosen.changed_at DESC, chosen.id

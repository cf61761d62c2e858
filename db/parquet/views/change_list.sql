-- Every change, with its article's source and the heaviest class of its edit; '' if nothing was edited.
SELECT changes.*, coalesce(changes.classes[-1], '') AS edit_class, articles.source
FROM changes
LEFT JOIN articles ON articles.archive = changes.archive AND articles.article_id = changes.article_id

-- The titles of the articles in the JSON list :articles, as their newest versions have them; none for one without a version.
SELECT version.article_id, snapshot.title
FROM json_each(:articles) AS wanted
JOIN version ON version.article_id = wanted.value
    AND version.n = (SELECT max(latest.n) FROM version AS latest WHERE latest.article_id = wanted.value)
JOIN snapshot ON snapshot.id = version.snapshot_id

-- The version of article :article that stood at :at; no row if none did yet.
SELECT version FROM version_list WHERE article_id = :article AND first_seen_at <= :at ORDER BY version DESC LIMIT 1

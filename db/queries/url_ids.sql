-- The URLs that are one resource with the URL whose sort-friendly form is :surt.
SELECT id, url FROM url WHERE surt = :surt LIMIT 50

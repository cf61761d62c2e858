-- Whether an article is an explainer, and whether it is asked for all the same.

-- What it lacks to be an explainer: 'no_questions', or the outcome or verdict for which nothing could be read; '' for
-- nothing. An article that ever had questions lacks nothing.
ALTER TABLE article ADD COLUMN lacks TEXT NOT NULL DEFAULT '';

-- 1: a person or harvester.toml follows it, so that it is followed whatever it shows; 0: only sources announce it.
ALTER TABLE article ADD COLUMN is_held INTEGER NOT NULL DEFAULT 1;

CREATE INDEX article_by_lacks ON article (lacks, is_held, state, since) WHERE lacks <> '';

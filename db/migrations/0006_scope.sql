-- This file lets a source be followed in part, and keeps what its announcements say of changes and languages. All of it
-- is derived: what a source announces is kept whole, and what of it is followed comes from the settings.

ALTER TABLE source ADD COLUMN scope TEXT NOT NULL DEFAULT '{}'; -- JSON: include, exclude, since, depth, language; what is not named does not limit it

ALTER TABLE announcement ADD COLUMN modified TEXT NOT NULL DEFAULT ''; -- the last change that the source states in its newest capture with this announcement; '' for none
ALTER TABLE announcement ADD COLUMN language TEXT NOT NULL DEFAULT ''; -- as the source states it, BCP 47; '' for none
ALTER TABLE announcement ADD COLUMN left_out TEXT NOT NULL DEFAULT ''; -- the setting by which it is not followed: include, exclude, since, depth, language; '': it is followed

-- The messages of notices, the newest first, with how many changes, events and warnings each tells.
--
-- A line that begins with "--?" counts if its parameter is given. notice: the messages of one. state: those in that state.
-- limit: at most this many.
SELECT
    notice_message.id, notice_message.notice, notice_message.key, notice_message.state, notice_message.made_at,
    notice_message.ended_at, notice_message.tries,
    CASE WHEN notice_message.next_at > coalesce(notice.next_at, '') THEN notice_message.next_at
        ELSE coalesce(notice.next_at, '') END AS next_at,
    CASE WHEN notice_message.problem <> '' OR notice_message.state NOT IN ('waiting', 'sending') THEN notice_message.problem
        ELSE coalesce(notice.problem, '') END AS problem,
    (SELECT count(*) FROM notice_item WHERE notice_item.message_id = notice_message.id) AS items
FROM notice_message
LEFT JOIN notice ON notice.name = notice_message.notice
WHERE 1
--? notice: AND notice_message.notice = :notice
--? state: AND notice_message.state = :state
ORDER BY notice_message.id DESC
--? limit: LIMIT :limit

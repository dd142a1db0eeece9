-- What an inspector's morning needs: the queue in the order of expected value, who follows a matter up, random samples read blind,
-- sellers and near-duplicates side by side, saved views, objections.

ALTER TABLE review_items ADD COLUMN value       REAL NOT NULL DEFAULT 0;
ALTER TABLE review_items ADD COLUMN price_ratio REAL;
ALTER TABLE review_items ADD COLUMN origin      TEXT NOT NULL DEFAULT 'flagged' CHECK (origin IN ('flagged', 'sample'));
ALTER TABLE review_items ADD COLUMN blind       INTEGER NOT NULL DEFAULT 0;
ALTER TABLE review_items ADD COLUMN assigned_to TEXT;
ALTER TABLE review_items ADD COLUMN seller_key  TEXT;
ALTER TABLE item_codes   ADD COLUMN value       REAL NOT NULL DEFAULT 0;
ALTER TABLE listings     ADD COLUMN seller_key  TEXT;

UPDATE review_items SET value = priority, price_ratio = (
    SELECT CAST(json_extract(s.value, '$.facts.ratio') AS REAL) FROM findings f, json_each(f.result, '$.signals') s
    WHERE f.no = review_items.finding_no AND json_extract(s.value, '$.facts.ratio') IS NOT NULL LIMIT 1);
UPDATE item_codes SET value = priority;

-- The queue's order is value from now on. The first index carries everything a filter asks, so that counting a hundred thousand
-- items reads one index and no rows.
DROP INDEX review_items_by_priority;
DROP INDEX review_items_by_source;
DROP INDEX review_items_by_unit;
DROP INDEX item_codes_by_priority;
CREATE INDEX review_items_by_value ON review_items (state, value DESC, no, unit_id, channel, priority, blind, price_ratio, opened_at, place, assigned_to, leased_by, seller_key);
CREATE INDEX review_items_by_source ON review_items (source_id, state, value DESC, no);
CREATE INDEX review_items_by_unit ON review_items (unit_id, state, value DESC, no);
CREATE INDEX review_items_by_seller ON review_items (seller_key, state, value DESC, no) WHERE seller_key IS NOT NULL;
CREATE INDEX review_items_assigned ON review_items (assigned_to, state) WHERE assigned_to IS NOT NULL;
CREATE INDEX review_items_held ON review_items (leased_by) WHERE leased_by IS NOT NULL;
CREATE INDEX review_items_samples ON review_items (origin, state) WHERE origin = 'sample';
CREATE INDEX item_codes_by_value ON item_codes (code, state, value DESC, item_no);
CREATE INDEX listings_by_seller ON listings (seller_key, no) WHERE seller_key IS NOT NULL;
CREATE INDEX decisions_by_time ON decisions (decided_at, decided_by);

-- MinHash bands of the latest words of listings that have a matter: two that share a band are compared.
CREATE TABLE sketch_bands (
    mark       INTEGER NOT NULL,
    listing_no INTEGER NOT NULL REFERENCES listings (no),
    PRIMARY KEY (mark, listing_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX sketch_bands_by_listing ON sketch_bands (listing_no);

-- Unflagged listings drawn at random. What was drawn stays drawn, whatever becomes of the item.
CREATE TABLE recall_samples (
    item_no  INTEGER PRIMARY KEY REFERENCES review_items (no),
    drawn_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER recall_samples_never_deleted BEFORE DELETE ON recall_samples BEGIN SELECT RAISE(ABORT, 'samples stay drawn'); END;

CREATE TABLE saved_views (
    no         INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE,
    owner      TEXT NOT NULL,
    unit_id    TEXT NOT NULL,
    shared     INTEGER NOT NULL,
    name       TEXT NOT NULL CHECK (trim(name) <> ''),
    query      TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (owner, name)
) STRICT;
CREATE INDEX saved_views_shared ON saved_views (unit_id) WHERE shared = 1;

CREATE TABLE objections (
    no                INTEGER PRIMARY KEY,
    id                BLOB NOT NULL UNIQUE,
    item_no           INTEGER NOT NULL REFERENCES review_items (no),
    decision_id       BLOB NOT NULL,
    kind              TEXT NOT NULL,
    sender            TEXT NOT NULL CHECK (trim(sender) <> ''),
    received_by       TEXT NOT NULL,
    received_on       TEXT NOT NULL,
    text              TEXT NOT NULL CHECK (trim(text) <> ''),
    attachment_name   TEXT,
    attachment_sha256 TEXT,
    due_on            TEXT NOT NULL,
    registered_by     TEXT NOT NULL,
    registered_at     INTEGER NOT NULL,
    state             TEXT NOT NULL CHECK (state IN ('open', 'proposed', 'upheld', 'rejected')),
    answered_by       TEXT,
    answered_at       INTEGER,
    answer            TEXT,
    unit_id           TEXT NOT NULL
) STRICT;
CREATE INDEX objections_by_item ON objections (item_no, no);
CREATE INDEX objections_due ON objections (state, due_on);
CREATE TRIGGER objections_never_deleted BEFORE DELETE ON objections BEGIN SELECT RAISE(ABORT, 'objections are kept'); END;
CREATE TRIGGER objections_kept BEFORE UPDATE OF id, item_no, decision_id, kind, sender, received_by, received_on, text, attachment_name, attachment_sha256, due_on, registered_by, registered_at ON objections
BEGIN SELECT RAISE(ABORT, 'what was received is never rewritten'); END;

-- What no SQL can compute of rows that were there before; done once when the store is next opened.
CREATE TABLE pending_backfills (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
INSERT INTO pending_backfills SELECT 'kin' WHERE EXISTS (SELECT 1 FROM listings);

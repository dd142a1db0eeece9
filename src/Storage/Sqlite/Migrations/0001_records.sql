-- The records of the system. Instants are microseconds since 1970-01-01T00:00:00Z, dates ISO text, ids UUIDv7 as 16 bytes
-- big-endian (their order is the order of time), enumerations their kebab-case names, payloads JSON with the searched parts
-- in columns beside them. "no" is a row's own number: short in indexes, never shown.

CREATE TABLE units (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    place      TEXT,
    valid_from TEXT NOT NULL,
    valid_to   TEXT
) STRICT, WITHOUT ROWID;

-- The ministry in its present form, after the merger of 1 March 2025.
INSERT INTO units (id, name, place, valid_from, valid_to) VALUES ('bo', 'Bộ Khoa học và Công nghệ', NULL, '2025-03-01', NULL);

CREATE TABLE users (
    name          TEXT PRIMARY KEY,
    display_name  TEXT NOT NULL,
    role          TEXT NOT NULL,
    unit_id       TEXT NOT NULL,
    place         TEXT,
    unit_from     INTEGER NOT NULL,
    unit_to       INTEGER,
    password_hash TEXT NOT NULL,
    enabled       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE sources (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    channel    TEXT NOT NULL,
    unit_id    TEXT NOT NULL,
    place      TEXT,
    unit_from  INTEGER NOT NULL,
    unit_to    INTEGER,
    version    TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a snapshot's definition_version stands for.
CREATE TABLE source_definitions (
    source_id  TEXT NOT NULL,
    version    TEXT NOT NULL,
    definition TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    PRIMARY KEY (source_id, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
    no         INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE,
    source_id  TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at   INTEGER,
    summary    TEXT
) STRICT;
CREATE UNIQUE INDEX runs_unfinished ON runs (source_id) WHERE ended_at IS NULL;
CREATE INDEX runs_by_source ON runs (source_id, no);

CREATE TABLE frontier (
    no            INTEGER PRIMARY KEY,
    run_no        INTEGER NOT NULL REFERENCES runs (no),
    canonical_url TEXT NOT NULL,
    url           TEXT NOT NULL,
    reason        TEXT NOT NULL,
    priority      REAL NOT NULL,
    depth         INTEGER NOT NULL,
    state         TEXT NOT NULL CHECK (state IN ('pending', 'leased', 'done', 'failed', 'refused')),
    attempts      INTEGER NOT NULL DEFAULT 0,
    due_at        INTEGER NOT NULL DEFAULT 0,
    leased_by     TEXT,
    leased_in     TEXT,
    leased_until  INTEGER,
    outcome       TEXT,
    UNIQUE (run_no, canonical_url)
) STRICT;
CREATE INDEX frontier_next ON frontier (run_no, state, priority DESC, no);

CREATE TABLE captures (
    no              INTEGER PRIMARY KEY,
    id              BLOB NOT NULL UNIQUE,
    source_id       TEXT NOT NULL,
    run_no          INTEGER NOT NULL REFERENCES runs (no),
    request_url     TEXT NOT NULL,
    url             TEXT NOT NULL,
    captured_at     INTEGER NOT NULL,
    mode            TEXT NOT NULL,
    status          INTEGER NOT NULL,
    page_kind       TEXT NOT NULL,
    body_sha256     TEXT NOT NULL,
    body_length     INTEGER NOT NULL,
    robots_decision TEXT NOT NULL,
    archive_file    TEXT NOT NULL,
    archive_offset  INTEGER NOT NULL,
    archive_length  INTEGER NOT NULL
) STRICT;

CREATE TABLE listings (
    no              INTEGER PRIMARY KEY,
    id              BLOB NOT NULL UNIQUE,
    source_id       TEXT NOT NULL REFERENCES sources (id),
    key             TEXT NOT NULL,
    url             TEXT NOT NULL,
    first_seen      INTEGER NOT NULL,
    last_seen       INTEGER NOT NULL,
    state           TEXT NOT NULL CHECK (state IN ('available', 'sold-out', 'gone')),
    unit_id         TEXT NOT NULL,
    place           TEXT,
    latest_snapshot INTEGER,
    merged_into     INTEGER REFERENCES listings (no),
    UNIQUE (source_id, key)
) STRICT;

-- Every URL a listing was ever seen at. Posts of one timeline may share a URL.
CREATE TABLE listing_urls (
    url        TEXT NOT NULL,
    listing_no INTEGER NOT NULL REFERENCES listings (no),
    first_seen INTEGER NOT NULL,
    PRIMARY KEY (url, listing_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX listing_urls_by_listing ON listing_urls (listing_no);

-- Two listings found to be one, or one found to be two.
CREATE TABLE identity_events (
    no         INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    kind       TEXT NOT NULL CHECK (kind IN ('merge', 'split')),
    listing_no INTEGER NOT NULL REFERENCES listings (no),
    other_no   INTEGER NOT NULL REFERENCES listings (no),
    actor      TEXT NOT NULL,
    reason     TEXT NOT NULL
) STRICT;

CREATE TABLE snapshots (
    no                 INTEGER PRIMARY KEY,
    id                 BLOB NOT NULL UNIQUE,
    listing_no         INTEGER NOT NULL REFERENCES listings (no),
    capture_no         INTEGER NOT NULL REFERENCES captures (no),
    captured_at        INTEGER NOT NULL,
    is_card            INTEGER NOT NULL,
    content_sha256     TEXT NOT NULL,
    definition_version TEXT NOT NULL,
    extractor_version  TEXT NOT NULL,
    price_vnd          INTEGER,
    latest_finding     INTEGER,
    content            TEXT NOT NULL
) STRICT;
CREATE INDEX snapshots_by_listing ON snapshots (listing_no, no);

-- The words of a listing's latest snapshot, folded to letters without diacritics before they come here.
CREATE VIRTUAL TABLE listing_words USING fts5 (title, body, content='', contentless_delete=1, tokenize='unicode61 remove_diacritics 2', detail='column');

CREATE TABLE scorer_versions (
    no       INTEGER PRIMARY KEY,
    features TEXT NOT NULL,
    model    TEXT NOT NULL,
    prior    TEXT NOT NULL,
    packs    TEXT NOT NULL,
    UNIQUE (features, model, prior, packs)
) STRICT;

CREATE TABLE findings (
    no          INTEGER PRIMARY KEY,
    id          BLOB NOT NULL UNIQUE,
    snapshot_no INTEGER NOT NULL REFERENCES snapshots (no),
    scorer_no   INTEGER NOT NULL REFERENCES scorer_versions (no),
    scored_at   INTEGER NOT NULL,
    score       REAL NOT NULL,
    priority    REAL NOT NULL,
    flagged     INTEGER NOT NULL,
    result      TEXT NOT NULL
) STRICT;
CREATE INDEX findings_by_snapshot ON findings (snapshot_no, no);

CREATE TABLE review_items (
    no           INTEGER PRIMARY KEY,
    id           BLOB NOT NULL UNIQUE,
    listing_no   INTEGER NOT NULL REFERENCES listings (no),
    finding_no   INTEGER NOT NULL REFERENCES findings (no),
    source_id    TEXT NOT NULL,
    channel      TEXT NOT NULL,
    state        TEXT NOT NULL CHECK (state IN ('new', 'leased', 'confirmed', 'dismissed', 'waiting')),
    priority     REAL NOT NULL,
    codes        TEXT NOT NULL,
    opened_at    INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    leased_by    TEXT,
    leased_until INTEGER,
    wait_until   TEXT,
    reopened_by  TEXT,
    unit_id      TEXT NOT NULL,
    place        TEXT,
    unit_from    INTEGER NOT NULL,
    unit_to      INTEGER,
    revision     INTEGER NOT NULL,
    CHECK ((state = 'leased') = (leased_by IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX review_items_open ON review_items (listing_no) WHERE state IN ('new', 'leased', 'waiting');
CREATE INDEX review_items_by_listing ON review_items (listing_no, no);
CREATE INDEX review_items_by_priority ON review_items (state, priority DESC, no);
CREATE INDEX review_items_by_source ON review_items (source_id, state, priority DESC, no);
CREATE INDEX review_items_by_unit ON review_items (unit_id, state, priority DESC, no);
CREATE INDEX review_items_lease_end ON review_items (leased_until) WHERE state = 'leased';
CREATE INDEX review_items_wait_end ON review_items (wait_until) WHERE state = 'waiting';

-- One row a code of an item; state and priority are the item's, so that a violation's queue is read in order.
CREATE TABLE item_codes (
    item_no  INTEGER NOT NULL REFERENCES review_items (no),
    code     TEXT NOT NULL,
    state    TEXT NOT NULL,
    priority REAL NOT NULL,
    PRIMARY KEY (item_no, code)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_codes_by_priority ON item_codes (code, state, priority DESC, item_no);

-- Counts beside the filters, kept by the triggers below: counting a hundred thousand rows at each page view is not affordable.
CREATE TABLE item_counts (
    unit_id   TEXT NOT NULL,
    state     TEXT NOT NULL,
    source_id TEXT NOT NULL,
    channel   TEXT NOT NULL,
    code      TEXT NOT NULL,
    n         INTEGER NOT NULL,
    PRIMARY KEY (unit_id, state, source_id, channel, code)
) STRICT, WITHOUT ROWID;

-- code '' counts items, other codes count items with that code.
CREATE TRIGGER review_items_counted AFTER INSERT ON review_items BEGIN
    INSERT INTO item_counts VALUES (NEW.unit_id, NEW.state, NEW.source_id, NEW.channel, '', 1)
        ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER review_items_recounted AFTER UPDATE OF unit_id, state, source_id, channel ON review_items
WHEN (OLD.unit_id, OLD.state, OLD.source_id, OLD.channel) IS NOT (NEW.unit_id, NEW.state, NEW.source_id, NEW.channel) BEGIN
    UPDATE item_counts SET n = n - 1 WHERE (unit_id, state, source_id, channel, code) = (OLD.unit_id, OLD.state, OLD.source_id, OLD.channel, '');
    INSERT INTO item_counts VALUES (NEW.unit_id, NEW.state, NEW.source_id, NEW.channel, '', 1)
        ON CONFLICT DO UPDATE SET n = n + 1;
END;
-- An item's codes are removed before it changes and added after, so they are counted under the state they had and have.
CREATE TRIGGER item_codes_counted AFTER INSERT ON item_codes BEGIN
    INSERT INTO item_counts SELECT unit_id, state, source_id, channel, NEW.code, 1 FROM review_items WHERE no = NEW.item_no
        ON CONFLICT DO UPDATE SET n = n + 1;
END;
CREATE TRIGGER item_codes_uncounted AFTER DELETE ON item_codes BEGIN
    UPDATE item_counts SET n = n - 1
    WHERE (unit_id, state, source_id, channel, code) = (SELECT unit_id, state, source_id, channel, OLD.code FROM review_items WHERE no = OLD.item_no);
END;

CREATE TABLE item_transitions (
    item_no    INTEGER NOT NULL REFERENCES review_items (no),
    revision   INTEGER NOT NULL,
    from_state TEXT,
    to_state   TEXT NOT NULL,
    trigger    TEXT NOT NULL,
    actor      TEXT NOT NULL,
    at         INTEGER NOT NULL,
    PRIMARY KEY (item_no, revision)
) STRICT, WITHOUT ROWID;

CREATE TABLE decisions (
    no         INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE,
    item_no    INTEGER NOT NULL REFERENCES review_items (no),
    revision   INTEGER NOT NULL,
    finding_no INTEGER NOT NULL REFERENCES findings (no),
    kind       TEXT NOT NULL CHECK (kind IN ('confirm', 'dismiss', 'wait')),
    codes      TEXT NOT NULL,
    reason     TEXT NOT NULL CHECK (trim(reason) <> ''),
    decided_by TEXT NOT NULL,
    decided_at INTEGER NOT NULL,
    wait_until TEXT
) STRICT;
CREATE INDEX decisions_by_item ON decisions (item_no, no);

CREATE TABLE approvals (
    no              INTEGER PRIMARY KEY,
    id              BLOB NOT NULL UNIQUE,
    subject         TEXT NOT NULL,
    request         TEXT NOT NULL,
    asked_by        TEXT NOT NULL,
    asked_at        INTEGER NOT NULL,
    reason          TEXT NOT NULL,
    decided_by      TEXT CHECK (decided_by IS NULL OR decided_by <> asked_by),
    decided_at      INTEGER,
    approved        INTEGER,
    decision_reason TEXT,
    unit_id         TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX approvals_open ON approvals (subject) WHERE decided_by IS NULL;

CREATE TABLE audit (
    no      INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    actor   TEXT NOT NULL,
    action  TEXT NOT NULL,
    subject TEXT NOT NULL,
    details TEXT,
    unit_id TEXT NOT NULL
) STRICT;
CREATE INDEX audit_by_subject ON audit (subject, no);

-- What people did, and what was judged, is never rewritten.
CREATE TRIGGER audit_kept BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER audit_never_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
CREATE TRIGGER decisions_kept BEFORE UPDATE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER decisions_never_deleted BEFORE DELETE ON decisions BEGIN SELECT RAISE(ABORT, 'decisions are append-only'); END;
CREATE TRIGGER transitions_kept BEFORE UPDATE ON item_transitions BEGIN SELECT RAISE(ABORT, 'transitions are append-only'); END;
CREATE TRIGGER transitions_never_deleted BEFORE DELETE ON item_transitions BEGIN SELECT RAISE(ABORT, 'transitions are append-only'); END;
CREATE TRIGGER identity_events_kept BEFORE UPDATE ON identity_events BEGIN SELECT RAISE(ABORT, 'identity events are append-only'); END;
CREATE TRIGGER findings_kept BEFORE UPDATE ON findings BEGIN SELECT RAISE(ABORT, 'findings are immutable'); END;
CREATE TRIGGER snapshots_kept BEFORE UPDATE OF id, capture_no, captured_at, content_sha256, definition_version, extractor_version, content ON snapshots
BEGIN SELECT RAISE(ABORT, 'snapshots are immutable'); END;

-- What is remembered of listing pages from run to run. "due_at" is microseconds like every instant; a page gone for good has the
-- greatest integer there. A page read by another version of extractor, definition or scorer ("reader") is due whatever it says.
CREATE TABLE pages (
    no             INTEGER PRIMARY KEY,
    source_id      TEXT NOT NULL,
    canonical_url  TEXT NOT NULL,
    url            TEXT NOT NULL,
    status         INTEGER NOT NULL,
    content_sha256 TEXT NOT NULL,
    reader         TEXT NOT NULL,
    etag           TEXT,
    last_modified  TEXT,
    flagged        INTEGER NOT NULL,
    fetched_at     INTEGER NOT NULL,
    due_at         INTEGER NOT NULL,
    UNIQUE (source_id, canonical_url)
) STRICT;
CREATE INDEX pages_due ON pages (source_id, due_at);

-- Query parameters that do not tell one listing from another, as the sites' own canonical addresses show.
CREATE TABLE parameter_notes (
    source_id TEXT NOT NULL,
    name      TEXT NOT NULL,
    dropped   INTEGER NOT NULL,
    kept      INTEGER NOT NULL,
    PRIMARY KEY (source_id, name)
) STRICT, WITHOUT ROWID;

-- Who stopped crawling, wholly (scope '*') or of one source, and who let it go on.
CREATE TABLE stops (
    no         INTEGER PRIMARY KEY,
    scope      TEXT NOT NULL,
    stopped_by TEXT NOT NULL,
    stopped_at INTEGER NOT NULL,
    reason     TEXT NOT NULL CHECK (trim(reason) <> ''),
    resumed_by TEXT,
    resumed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX stops_standing ON stops (scope) WHERE resumed_by IS NULL;

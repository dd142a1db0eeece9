-- What each scan of a source brought, field by field, and what fell away from it.

CREATE TABLE source_fill (
    no          INTEGER PRIMARY KEY,
    run_id      BLOB NOT NULL,
    source_id   TEXT NOT NULL,
    version     TEXT NOT NULL,
    at          INTEGER NOT NULL,
    pages       INTEGER NOT NULL,
    pages_read  INTEGER NOT NULL,
    listings    INTEGER NOT NULL,
    measures    TEXT NOT NULL,
    is_baseline INTEGER NOT NULL
) STRICT;
CREATE INDEX source_fill_by_source ON source_fill (source_id, no);

CREATE TABLE source_notices (
    no           INTEGER PRIMARY KEY,
    id           BLOB NOT NULL UNIQUE,
    source_id    TEXT NOT NULL,
    kind         TEXT NOT NULL CHECK (kind IN ('drift', 'quarantine')),
    at           INTEGER NOT NULL,
    version      TEXT NOT NULL,
    good_version TEXT NOT NULL,
    drops        TEXT NOT NULL,
    closed_at    INTEGER,
    closed_by    TEXT
) STRICT;
CREATE UNIQUE INDEX source_notices_open ON source_notices (source_id, kind, version) WHERE closed_at IS NULL;

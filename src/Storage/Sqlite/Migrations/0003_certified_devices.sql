-- Imported lists of certified devices. Every import is kept, so that an old finding can be explained; the last one is in force.

CREATE TABLE certified_lists (
    no          INTEGER PRIMARY KEY,
    id          BLOB NOT NULL UNIQUE,
    list_date   TEXT NOT NULL,
    imported_at INTEGER NOT NULL,
    imported_by TEXT NOT NULL,
    file        TEXT NOT NULL,
    sha256      TEXT NOT NULL,
    row_count   INTEGER NOT NULL
) STRICT;

CREATE TABLE certified_devices (
    list_no  INTEGER NOT NULL REFERENCES certified_lists (no),
    row_no   INTEGER NOT NULL,
    number   TEXT NOT NULL,
    model    TEXT NOT NULL,
    payload  TEXT NOT NULL,
    PRIMARY KEY (list_no, row_no)
) STRICT, WITHOUT ROWID;
CREATE INDEX certified_devices_by_number ON certified_devices (number);

-- What was imported is not rewritten.
CREATE TRIGGER certified_lists_kept BEFORE UPDATE ON certified_lists BEGIN SELECT RAISE(ABORT, 'imported lists are never changed'); END;
CREATE TRIGGER certified_devices_kept BEFORE UPDATE ON certified_devices BEGIN SELECT RAISE(ABORT, 'imported lists are never changed'); END;

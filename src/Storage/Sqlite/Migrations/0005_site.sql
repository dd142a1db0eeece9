-- What people prove themselves with, what they look for and what they ask to be captured.

-- RFC 6238; the secret is encrypted by the site's own keys, which are not in the store.
CREATE TABLE second_factors (
    user_name    TEXT PRIMARY KEY,
    secret       TEXT NOT NULL,
    confirmed_at INTEGER,
    last_step    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE recovery_codes (
    user_name TEXT NOT NULL,
    sha256    TEXT NOT NULL,
    used_at   INTEGER,
    PRIMARY KEY (user_name, sha256)
) STRICT, WITHOUT ROWID;

CREATE TABLE api_tokens (
    no         INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE,
    user_name  TEXT NOT NULL,
    name       TEXT NOT NULL,
    sha256     TEXT NOT NULL UNIQUE,
    scopes     INTEGER NOT NULL,
    made_at    INTEGER NOT NULL,
    made_by    TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    revoked_by TEXT
) STRICT;
CREATE INDEX api_tokens_by_user ON api_tokens (user_name, no);

-- Who a person is at another system (OpenID Connect issuer and subject).
CREATE TABLE outside_identities (
    issuer    TEXT NOT NULL,
    subject   TEXT NOT NULL,
    user_name TEXT NOT NULL,
    PRIMARY KEY (issuer, subject),
    UNIQUE (issuer, user_name)
) STRICT, WITHOUT ROWID;

CREATE TABLE capture_requests (
    no            INTEGER PRIMARY KEY,
    id            BLOB NOT NULL UNIQUE,
    source_id     TEXT NOT NULL,
    canonical_url TEXT NOT NULL,
    url           TEXT NOT NULL,
    reason        TEXT NOT NULL CHECK (trim(reason) <> ''),
    priority      REAL NOT NULL,
    depth         INTEGER NOT NULL,
    asked_by      TEXT NOT NULL,
    asked_at      INTEGER NOT NULL,
    unit_id       TEXT NOT NULL,
    taken_at      INTEGER
) STRICT;
CREATE UNIQUE INDEX capture_requests_waiting ON capture_requests (source_id, canonical_url) WHERE taken_at IS NULL;
CREATE INDEX capture_requests_by_url ON capture_requests (canonical_url, no);

-- What a listing is looked up by exactly: telephone numbers, certificates, shop, item id. Follows the snapshots.
CREATE TABLE listing_marks (
    kind       TEXT NOT NULL,
    value      TEXT NOT NULL,
    listing_no INTEGER NOT NULL,
    PRIMARY KEY (kind, value, listing_no)
) STRICT, WITHOUT ROWID;

-- How far what follows another table has come.
CREATE TABLE followers (
    name  TEXT PRIMARY KEY,
    at_no INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX audit_by_actor ON audit (actor, no);
CREATE INDEX audit_by_action ON audit (action, no);

-- Scheduled jobs and notices. One row a job and logical date: the unique key is what makes a second trigger do nothing.
CREATE TABLE job_runs (
    no         INTEGER PRIMARY KEY,
    job        TEXT NOT NULL,
    slot       TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN ('running', 'done', 'partial', 'failed', 'interrupted', 'skipped')),
    trigger    TEXT NOT NULL CHECK (trigger IN ('schedule', 'catch-up', 'person')),
    actor      TEXT NOT NULL,
    reason     TEXT,
    attempt    INTEGER NOT NULL,
    process    TEXT NOT NULL,
    started_at INTEGER NOT NULL,
    ended_at   INTEGER,
    message    TEXT,
    UNIQUE (job, slot),
    CHECK ((state = 'running') = (ended_at IS NULL)),
    CHECK (trigger <> 'person' OR trim(coalesce(reason, '')) <> '')
) STRICT;
CREATE INDEX job_runs_by_start ON job_runs (started_at);
-- What is done stays done: a run of a logical date is never erased and never begun again.
CREATE TRIGGER job_runs_never_deleted BEFORE DELETE ON job_runs BEGIN SELECT RAISE(ABORT, 'job runs are kept'); END;
CREATE TRIGGER job_runs_done_once BEFORE UPDATE ON job_runs WHEN OLD.state = 'done' BEGIN SELECT RAISE(ABORT, 'this run is done'); END;

-- Notices to people, until delivered. "due_at" is null once sent or given up.
CREATE TABLE outbox (
    no         INTEGER PRIMARY KEY,
    key        TEXT NOT NULL,
    channel    TEXT NOT NULL,
    kind       TEXT NOT NULL,
    subject    TEXT NOT NULL,
    body       TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0,
    due_at     INTEGER,
    sent_at    INTEGER,
    last_error TEXT,
    UNIQUE (key, channel)
) STRICT;
CREATE INDEX outbox_due ON outbox (due_at) WHERE due_at IS NOT NULL;

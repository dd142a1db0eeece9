-- A notice is one deliverer's at a time, until this instant by the database's clock (microseconds since 1970).
ALTER TABLE outbox ADD COLUMN claimed_until bigint;

using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>Shared scans in PostgreSQL. Claims are made one after the other under an advisory lock: they are a source each, not a page.</summary>
internal sealed class PostgresScanRounds : IScanRounds
{
    private const string Turn = "scan-rounds";

    /// <summary>A round that no worker has beaten for is no longer worked on.</summary>
    private static readonly TimeSpan Forgotten = TimeSpan.FromMinutes(2);

    private readonly IStoreWriter _writer;
    private readonly IStoreReaders _readers;
    private readonly string _process;

    public PostgresScanRounds(IStoreWriter writer, IStoreReaders readers, string process)
    {
        _writer = writer;
        _readers = readers;
        _process = process;
    }

    public Task<RoundTicket> JoinAsync(string key, bool isDated, IReadOnlyList<RoundSource> sources, CancellationToken cancellationToken) => _writer.RunAsync(
        session =>
        {
            session.TakeTurn(Turn);
            var now = Now(session);
            if (!isDated) session.Execute("UPDATE scan_rounds SET ended_at = ?2 WHERE key = ?1 AND ended_at IS NULL AND beat_at < ?3", key, now, now - (long)Forgotten.TotalMicroseconds);
            var open = session.Scalar("SELECT no FROM scan_rounds WHERE key = ?1 AND ended_at IS NULL", key) as long?;
            var round = open ?? session.Insert("INSERT INTO scan_rounds (key, opened_at, opened_in, beat_at) VALUES (?1, ?2, ?3, ?2)", key, now, _process);
            for (var i = 0; i < sources.Count; i++)
            {
                session.Execute(
                    "INSERT INTO round_sources (round_no, source_id, place, hosts, delay) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
                    round,
                    sources[i].SourceId,
                    (long)i,
                    sources[i].Hosts.ToArray(),
                    (long)sources[i].Delay.TotalMicroseconds);
            }

            Sign(session, now, leaves: false);
            return new RoundTicket(round, key, open is null);
        },
        Durability.PowerLoss,
        cancellationToken);

    public Task<IReadOnlyList<RoundTicket>> OpenAsync(CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<RoundTicket>>(
        session => session.All(
            $"""
            SELECT r.no, r.key FROM scan_rounds r WHERE r.ended_at IS NULL AND EXISTS (
                SELECT 1 FROM round_sources s WHERE s.round_no = r.no AND s.ended_at IS NULL AND (s.claimed_in IS NULL OR s.claimed_until <= {session.Dialect.Now}))
            ORDER BY r.no
            """,
            row => new RoundTicket(row.GetInt64(0), row.GetString(1), Opened: false)),
        cancellationToken);

    public Task<SourceClaim?> ClaimAsync(long round, IReadOnlyCollection<string> known, TimeSpan lease, CancellationToken cancellationToken) => _writer.RunAsync(
        session =>
        {
            session.TakeTurn(Turn);
            var now = Now(session);
            var free = session.First(
                """
                SELECT s.source_id, s.hosts, s.claims, s.delay FROM round_sources s
                WHERE s.round_no = ?1 AND s.ended_at IS NULL AND (s.claimed_in IS NULL OR s.claimed_until <= ?4) AND s.source_id = ANY(?2)
                  AND NOT EXISTS (SELECT 1 FROM host_claims h WHERE h.host = ANY(s.hosts) AND h.held_in <> ?3 AND greatest(h.held_until, h.rest_until) > ?4)
                ORDER BY s.place LIMIT 1 FOR UPDATE SKIP LOCKED
                """,
                row => (SourceId: row.GetString(0), Hosts: row.GetFieldValue<string[]>(1), Claims: row.GetInt64(2), Delay: row.GetInt64(3)),
                round,
                known.ToArray(),
                _process,
                now);
            if (free.SourceId is null) return null;

            var until = now + (long)lease.TotalMicroseconds;
            session.Execute(
                "UPDATE round_sources SET claimed_in = ?3, claimed_until = ?4, claims = claims + 1 WHERE round_no = ?1 AND source_id = ?2",
                round,
                free.SourceId,
                _process,
                until);
            foreach (var host in free.Hosts.Order(StringComparer.Ordinal))
            {
                session.Execute(
                    """
                    INSERT INTO host_claims (host, held_in, held_until, rest_until) VALUES (?1, ?2, ?3, ?4)
                    ON CONFLICT (host) DO UPDATE SET held_in = excluded.held_in, held_until = excluded.held_until, rest_until = greatest(host_claims.rest_until, excluded.rest_until)
                    """,
                    host,
                    _process,
                    until,
                    until + free.Delay);
            }

            // Nobody else scans this source: what is leased in its run was leased by a worker that is gone, or by this one before it was cut off.
            session.Execute(
                """
                UPDATE frontier SET state = 'pending', leased_by = NULL, leased_in = NULL, leased_until = NULL
                WHERE state = 'leased' AND run_no = (SELECT no FROM runs WHERE source_id = ?1 AND ended_at IS NULL)
                """,
                free.SourceId);
            return new SourceClaim(round, free.SourceId, (int)free.Claims + 1);
        },
        Durability.PowerLoss,
        cancellationToken);

    public Task<IReadOnlySet<string>> BeatAsync(long round, TimeSpan lease, CancellationToken cancellationToken) => _writer.RunAsync<IReadOnlySet<string>>(
        session =>
        {
            var now = Now(session);
            var until = now + (long)lease.TotalMicroseconds;
            Sign(session, now, leaves: false);
            session.Execute("UPDATE scan_rounds SET beat_at = ?2 WHERE no = ?1 AND ended_at IS NULL", round, now);
            // Also a claim that has ended already, where nobody has taken it since.
            var held = session.All(
                "UPDATE round_sources SET claimed_until = ?3 WHERE round_no = ?1 AND claimed_in = ?2 AND ended_at IS NULL RETURNING source_id",
                row => row.GetString(0),
                round,
                _process,
                until);
            session.Execute(
                """
                UPDATE host_claims h SET held_until = ?3, rest_until = ?3 + s.delay
                FROM round_sources s WHERE s.round_no = ?1 AND s.claimed_in = ?2 AND s.ended_at IS NULL AND h.host = ANY(s.hosts) AND h.held_in = ?2
                """,
                round,
                _process,
                until);
            session.Execute("UPDATE frontier SET leased_until = greatest(leased_until, ?2) WHERE state = 'leased' AND leased_in = ?1", _process, until);
            return held.ToHashSet(StringComparer.Ordinal);
        },
        Durability.ProcessEnd,
        cancellationToken);

    public Task<bool> FinishAsync(SourceClaim claim, string summaryJson, CancellationToken cancellationToken) => _writer.RunAsync(
        session =>
        {
            session.TakeTurn(Turn);
            var now = Now(session);
            var ours = session.Execute(
                "UPDATE round_sources SET ended_at = ?4, outcome = ?5, claimed_in = NULL, claimed_until = NULL WHERE round_no = ?1 AND source_id = ?2 AND claimed_in = ?3 AND ended_at IS NULL",
                claim.Round,
                claim.SourceId,
                _process,
                now,
                summaryJson) > 0;
            if (!ours) return false;
            FreeHosts(session, claim.Round, [claim.SourceId], now);
            session.Execute(
                "UPDATE scan_rounds r SET ended_at = ?2 WHERE r.no = ?1 AND r.ended_at IS NULL AND NOT EXISTS (SELECT 1 FROM round_sources s WHERE s.round_no = r.no AND s.ended_at IS NULL)",
                claim.Round,
                now);
            return true;
        },
        Durability.PowerLoss,
        cancellationToken);

    public Task GiveBackAsync(long round, IReadOnlyCollection<string> sources, CancellationToken cancellationToken) => sources.Count == 0 ? Task.CompletedTask : _writer.RunAsync(
        session =>
        {
            session.TakeTurn(Turn);
            FreeHosts(session, round, sources, Now(session));
            return session.Execute(
                "UPDATE round_sources SET claimed_in = NULL, claimed_until = NULL WHERE round_no = ?1 AND source_id = ANY(?2) AND claimed_in = ?3 AND ended_at IS NULL",
                round,
                sources.ToArray(),
                _process);
        },
        Durability.PowerLoss,
        cancellationToken);

    public Task<RoundProgress> ProgressAsync(long round, CancellationToken cancellationToken) => _readers.RunAsync(
        session => session.First(
            $"""
            SELECT count(*) FILTER (WHERE ended_at IS NULL AND (claimed_in IS NULL OR claimed_until <= {session.Dialect.Now})),
                   count(*) FILTER (WHERE ended_at IS NULL AND claimed_in IS NOT NULL AND claimed_until > {session.Dialect.Now}),
                   count(*) FILTER (WHERE ended_at IS NOT NULL)
            FROM round_sources WHERE round_no = ?1
            """,
            row => new RoundProgress((int)row.GetInt64(0), (int)row.GetInt64(1), (int)row.GetInt64(2)),
            round)!,
        cancellationToken);

    public Task<IReadOnlyDictionary<string, string>> SummariesAsync(long round, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyDictionary<string, string>>(
        session => session.All("SELECT source_id, outcome FROM round_sources WHERE round_no = ?1 AND ended_at IS NOT NULL", row => (Id: row.GetString(0), Summary: row.GetString(1)), round)
            .ToDictionary(row => row.Id, row => row.Summary, StringComparer.Ordinal),
        cancellationToken);

    public Task SignAsync(bool leaves, CancellationToken cancellationToken) => _writer.RunAsync(
        session =>
        {
            Sign(session, Now(session), leaves);
            return true;
        },
        Durability.ProcessEnd,
        cancellationToken);

    private void Sign(StoreSession session, long now, bool leaves) => session.Execute(
        "INSERT INTO workers (process, started_at, beat_at, left_at) VALUES (?1, ?2, ?2, ?3) ON CONFLICT (process) DO UPDATE SET beat_at = excluded.beat_at, left_at = excluded.left_at",
        _process,
        now,
        leaves ? now : null);

    /// <summary>A host is given up with its last source here, and rests its delay before another worker asks it.</summary>
    private void FreeHosts(StoreSession session, long round, IReadOnlyCollection<string> sources, long now) => session.Execute(
        """
        UPDATE host_claims h SET held_until = ?4, rest_until = ?4 + s.delay
        FROM round_sources s WHERE s.round_no = ?1 AND s.source_id = ANY(?2) AND h.host = ANY(s.hosts) AND h.held_in = ?3
          AND NOT EXISTS (SELECT 1 FROM round_sources o WHERE o.claimed_in = ?3 AND o.ended_at IS NULL AND o.claimed_until > ?4 AND h.host = ANY(o.hosts)
                          AND NOT (o.round_no = ?1 AND o.source_id = ANY(?2)))
        """,
        round,
        sources.ToArray(),
        _process,
        now);

    private static long Now(StoreSession session) => (long)session.Scalar($"SELECT {session.Dialect.Now}")!;
}

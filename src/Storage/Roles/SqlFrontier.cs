using System.Data.Common;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>The frontier. Leases and due times are compared on the database's clock.</summary>
internal sealed class SqlFrontier : IFrontierStore
{
    private readonly IStoreWriter _writer;
    private readonly IStoreReaders _readers;
    private readonly string _process;

    public SqlFrontier(IStoreWriter writer, IStoreReaders readers, string process)
    {
        _writer = writer;
        _readers = readers;
        _process = process;
    }

    public Task<CrawlRun> BeginRunAsync(string sourceId, DateTimeOffset at, CancellationToken cancellationToken) => _writer.RunAsync(session =>
    {
        var unfinished = session.First(
            "SELECT no, id, started_at FROM runs WHERE source_id = ?1 AND ended_at IS NULL",
            row => (No: row.GetInt64(0), Run: new CrawlRun(row.Id(1), sourceId, row.Instant(2), Resumed: true)),
            sourceId);
        if (unfinished.Run is not null)
        {
            FreeLeasesOfGoneProcesses(session, unfinished.No);
            SqlCaptureRequests.HandOver(session, unfinished.No, sourceId, at);
            return unfinished.Run;
        }

        var run = new CrawlRun(Guid.CreateVersion7(at), sourceId, Instants.FromMicroseconds(at.ToMicroseconds()), Resumed: false);
        var number = session.Insert("INSERT INTO runs (id, source_id, started_at) VALUES (?1, ?2, ?3)", run.Id.Blob(), sourceId, at.ToMicroseconds());
        session.Post(
            """
            UPDATE frontier SET run_no = ?1, attempts = 0, due_at = 0
            WHERE state = 'pending' AND run_no IN (SELECT no FROM runs WHERE source_id = ?2 AND ended_at IS NOT NULL)
            """,
            number,
            sourceId);
        SqlCaptureRequests.HandOver(session, number, sourceId, at);
        return run;
    }, Durability.PowerLoss, cancellationToken);

    public Task EndRunAsync(Guid runId, DateTimeOffset at, string summaryJson, CancellationToken cancellationToken) => _writer.RunAsync(session =>
    {
        var run = RunNo(session, runId);
        session.Post("UPDATE runs SET ended_at = ?2, summary = ?3 WHERE no = ?1 AND ended_at IS NULL", run, at.ToMicroseconds(), summaryJson);
        return session.Execute("UPDATE frontier SET state = 'pending', leased_by = NULL, leased_in = NULL, leased_until = NULL WHERE run_no = ?1 AND state = 'leased'", run);
    }, Durability.PowerLoss, cancellationToken);

    public Task<int> AddAsync(CrawlRun run, IReadOnlyList<FrontierUrl> urls, CancellationToken cancellationToken) => urls.Count == 0
        ? Task.FromResult(0)
        : _writer.RunAsync(session => Add(session, RunNo(session, run.Id), run.SourceId, urls), Durability.PowerLoss, cancellationToken);

    public Task<FrontierEntry?> LeaseAsync(Guid runId, string worker, TimeSpan lease, CancellationToken cancellationToken) => _writer.RunAsync(session =>
    {
        var run = session.First("SELECT no, source_id FROM runs WHERE id = ?1 AND ended_at IS NULL", row => (No: row.GetInt64(0), SourceId: row.GetString(1)), runId.Blob());
        return run.SourceId is null ? null : Lease(session, run.No, runId, run.SourceId, new(worker, lease), _process);
    }, Durability.ProcessEnd, cancellationToken);

    public Task ReleaseAsync(FrontierEntry entry, FrontierOutcome outcome, string reason, DateTimeOffset? retryAt, CancellationToken cancellationToken) => _writer.RunAsync(
        session => outcome == FrontierOutcome.Untouched ? GiveBack(session, entry) : session.Execute(
            """
            UPDATE frontier SET state = ?2, outcome = ?3, due_at = ?4, attempts = attempts + ?5, leased_by = NULL, leased_in = NULL, leased_until = NULL
            WHERE no = ?1 AND state = 'leased' AND leased_in = ?6
            """,
            entry.Id,
            outcome switch
            {
                FrontierOutcome.Retry => "pending",
                FrontierOutcome.Failed => "failed",
                FrontierOutcome.Refused => "refused",
                _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, message: null),
            },
            reason,
            retryAt?.ToMicroseconds() ?? 0,
            outcome == FrontierOutcome.Refused ? 0 : 1,
            _process),
        Durability.ProcessEnd,
        cancellationToken);

    public Task<FrontierCounts> CountsAsync(Guid runId, CancellationToken cancellationToken) => _readers.RunAsync(session =>
    {
        var counts = session
            .All("SELECT state, count(*) FROM frontier WHERE run_no = (SELECT no FROM runs WHERE id = ?1) GROUP BY state", row => (State: row.GetString(0), Count: row.GetInt32(1)), runId.Blob())
            .ToDictionary(row => row.State, row => row.Count, StringComparer.Ordinal);
        return new FrontierCounts(Of("pending"), Of("leased"), Of("done"), Of("failed"), Of("refused"));

        int Of(string state) => counts.GetValueOrDefault(state);
    }, cancellationToken);

    /// <summary>The row of an open run that is to be fetched next, leased; null when none is due.</summary>
    internal static FrontierEntry? Lease(StoreSession session, long run, Guid runId, string sourceId, LeaseWish wish, string process)
    {
        var now = session.Dialect.Now;
        if (session.Dialect.MayHaveEndedLeases(session, run))
            session.Post($"UPDATE frontier SET state = 'pending', leased_by = NULL, leased_in = NULL, leased_until = NULL WHERE run_no = ?1 AND state = 'leased' AND leased_until <= {now}", run);
        var entry = session.First(
            $"""
            SELECT no, canonical_url, url, reason, priority, depth, attempts FROM frontier
            WHERE run_no = ?1 AND state = 'pending' AND due_at <= {now} ORDER BY priority DESC, no LIMIT 1{session.Dialect.SkipLocked}
            """,
            row => new FrontierEntry(
                row.GetInt64(0),
                runId,
                sourceId,
                row.GetString(1),
                new CaptureRequest(row.GetString(2), row.GetString(3), row.GetDouble(4), row.GetInt32(5)),
                row.GetInt32(6)),
            run);
        if (entry is null) return null;
        session.Post(
            $"UPDATE frontier SET state = 'leased', leased_by = ?2, leased_in = ?3, leased_until = {now} + ?4 WHERE no = ?1",
            entry.Id,
            wish.Worker,
            process,
            (long)wish.Lease.TotalMicroseconds);
        return entry with { Known = SqlPages.Find(session, sourceId, entry.CanonicalUrl) };
    }

    private int GiveBack(StoreSession session, FrontierEntry entry) => session.Execute(
        "UPDATE frontier SET state = 'pending', leased_by = NULL, leased_in = NULL, leased_until = NULL WHERE no = ?1 AND state = 'leased' AND leased_in = ?2",
        entry.Id,
        _process);

    /// <summary>The run's row. Throws <see cref="InvalidOperationException"/> for a run this store never began.</summary>
    internal static long RunNo(StoreSession session, Guid runId) =>
        (long)(session.Scalar("SELECT no FROM runs WHERE id = ?1", runId.Blob()) ?? throw new InvalidOperationException($"The store knows no run {runId}."));

    /// <summary>
    /// Adds what the run does not have yet; what it has, not yet fetched, is raised to a higher priority. A link to a page remembered as
    /// not due is left; what another stage or a person asks for never is.
    /// </summary>
    internal static int Add(StoreSession session, long run, string sourceId, IReadOnlyList<FrontierUrl> urls)
    {
        if (session.Dialect.AddUrls(session, run, sourceId, urls) is { } atOnce) return atOnce;
        var added = 0;
        foreach (var (canonicalUrl, request) in urls)
        {
            // Most links of a page are known: one look at them is all they cost.
            var known = session.First(
                "SELECT no, CASE WHEN state = 'pending' AND priority < ?3 THEN 1 ELSE 0 END FROM frontier WHERE run_no = ?1 AND canonical_url = ?2",
                static row => (No: row.GetInt64(0), IsLower: row.GetInt64(1) != 0),
                run,
                canonicalUrl,
                request.Priority);
            if (known is { No: not 0, IsLower: false }) continue;
            if (request.Reason is "link" or "sitemap" && IsFresh(session, run, sourceId, canonicalUrl)) continue;
            if (known.No != 0)
            {
                session.Post("UPDATE frontier SET priority = ?2, reason = ?3 WHERE no = ?1", known.No, request.Priority, request.Reason);
                continue;
            }

            added += session.Execute(
                "INSERT INTO frontier (run_no, canonical_url, url, reason, priority, depth, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'pending') ON CONFLICT DO NOTHING",
                run,
                canonicalUrl,
                request.Url,
                request.Reason,
                request.Priority,
                request.Depth);
        }
        return added;
    }

    // By the time the run began: whether a page is fetched in a run does not hang on when its link was met.
    private static bool IsFresh(StoreSession session, long run, string sourceId, string canonicalUrl) => session.Scalar(
        $"""
        SELECT 1 FROM pages
        WHERE source_id = ?1 AND canonical_url = ?2 AND due_at > (SELECT started_at FROM runs WHERE no = ?3) AND due_at < {long.MaxValue} AND fetched_at < due_at
        """,
        sourceId,
        canonicalUrl,
        run) is not null;

    private static void FreeLeasesOfGoneProcesses(StoreSession session, long run)
    {
        foreach (var process in session.All("SELECT DISTINCT leased_in FROM frontier WHERE run_no = ?1 AND state = 'leased'", (DbDataReader row) => row.GetString(0), run))
        {
            if (ProcessMark.IsGone(process))
                session.Post("UPDATE frontier SET state = 'pending', leased_by = NULL, leased_in = NULL, leased_until = NULL WHERE run_no = ?1 AND state = 'leased' AND leased_in = ?2", run, process);
        }
    }
}

using System.Collections.Concurrent;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling.Tests;

/// <summary>The frontier's contract kept in memory.</summary>
internal sealed class MemoryFrontier(TimeProvider time) : IFrontierStore
{
    private readonly Lock _gate = new();
    private readonly List<Row> _rows = [];
    private readonly List<RunState> _runs = [];

    public IReadOnlyList<(string Url, string State, string? Reason)> Rows
    {
        get
        {
            lock (_gate) return [.. _rows.Select(row => (row.Url.CanonicalUrl, row.State, row.Reason))];
        }
    }

    /// <summary>What is remembered of pages, by canonical URL.</summary>
    public ConcurrentDictionary<string, PageMemory> Known { get; } = new(StringComparer.Ordinal);

    public ConcurrentDictionary<Guid, string> Ended { get; } = new();

    public Task<CrawlRun> BeginRunAsync(string sourceId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var open = _runs.Find(run => !run.Ended && string.Equals(run.Run.SourceId, sourceId, StringComparison.Ordinal));
            if (open is not null)
            {
                foreach (var row in _rows.Where(row => row.RunId == open.Run.Id && row.State is "leased")) row.State = "pending";
                return Task.FromResult(open.Run with { Resumed = true });
            }

            var state = new RunState(new CrawlRun(Guid.CreateVersion7(), sourceId, at, false));
            _runs.Add(state);
            return Task.FromResult(state.Run);
        }
    }

    public Task EndRunAsync(Guid runId, DateTimeOffset at, string summaryJson, CancellationToken cancellationToken)
    {
        lock (_gate) _runs.Find(run => run.Run.Id == runId)!.Ended = true;
        Ended[runId] = summaryJson;
        return Task.CompletedTask;
    }

    public Task<int> AddAsync(CrawlRun run, IReadOnlyList<FrontierUrl> urls, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var added = 0;
            foreach (var url in urls)
            {
                if (_rows.Exists(row => row.RunId == run.Id && string.Equals(row.Url.CanonicalUrl, url.CanonicalUrl, StringComparison.Ordinal))) continue;
                _rows.Add(new Row(_rows.Count + 1, run.Id, run.SourceId, url));
                added++;
            }

            return Task.FromResult(added);
        }
    }

    public Task<FrontierEntry?> LeaseAsync(Guid runId, string worker, TimeSpan lease, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            LeasesAsked++;
            var now = time.GetUtcNow();
            var row = _rows.Where(row => row.RunId == runId && row.State is "pending" && (row.RetryAt is null || row.RetryAt <= now))
                .OrderByDescending(row => row.Url.Request.Priority).ThenBy(row => row.Id).FirstOrDefault();
            if (row is null) return Task.FromResult<FrontierEntry?>(null);
            row.State = "leased";
            return Task.FromResult<FrontierEntry?>(new FrontierEntry(row.Id, runId, row.SourceId, row.Url.CanonicalUrl, row.Url.Request, row.Attempts, Known.GetValueOrDefault(row.Url.CanonicalUrl)));
        }
    }

    public Task ReleaseAsync(FrontierEntry entry, FrontierOutcome outcome, string reason, DateTimeOffset? retryAt, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var row = _rows[(int)entry.Id - 1];
            if (outcome == FrontierOutcome.Untouched)
            {
                row.State = "pending";
                return Task.CompletedTask;
            }

            row.State = outcome switch { FrontierOutcome.Retry => "pending", FrontierOutcome.Failed => "failed", _ => "refused" };
            row.Reason = reason;
            row.RetryAt = retryAt;
            row.Attempts++;
        }

        return Task.CompletedTask;
    }

    public Task<FrontierCounts> CountsAsync(Guid runId, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            int Of(string state) => _rows.Count(row => row.RunId == runId && string.Equals(row.State, state, StringComparison.Ordinal));
            return Task.FromResult(new FrontierCounts(Of("pending"), Of("leased"), Of("done"), Of("failed"), Of("refused")));
        }
    }

    /// <summary>Leases that were asked for beside an acknowledgement.</summary>
    public int LeasesAsked { get; private set; }

    /// <summary>What the intake store does with the row of an acknowledged page.</summary>
    public async Task<FrontierEntry?> AcknowledgeAsync(PageContext page, IReadOnlyList<FrontierUrl> discovered)
    {
        lock (_gate) _rows[(int)page.Entry.Id - 1].State = "done";
        await AddAsync(page.Run, discovered, CancellationToken.None);
        if (page.Next is not { } wish) return null;
        lock (_gate) LeasesAsked--;
        return await LeaseAsync(page.Run.Id, wish.Worker, wish.Lease, CancellationToken.None);
    }

    private sealed class Row(long id, Guid runId, string sourceId, FrontierUrl url)
    {
        public long Id { get; } = id;

        public Guid RunId { get; } = runId;

        public string SourceId { get; } = sourceId;

        public FrontierUrl Url { get; } = url;

        public string State { get; set; } = "pending";

        public string? Reason { get; set; }

        public DateTimeOffset? RetryAt { get; set; }

        public int Attempts { get; set; }
    }

    private sealed class RunState(CrawlRun run)
    {
        public CrawlRun Run { get; } = run;

        public bool Ended { get; set; }
    }
}

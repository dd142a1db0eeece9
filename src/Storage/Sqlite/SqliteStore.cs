using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>
/// The embedded store: one SQLite file (WAL) with every role's interface on it. One writer a process, which commits what waits
/// together; readers never wait for it. Several processes may open the same file on one machine. Safe for concurrent use.
/// </summary>
public sealed class SqliteStore : IAsyncDisposable
{
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;

    private SqliteStore(string path, SqliteSession session, Func<SqliteSession> open, IReviewPolicy policy, TimeProvider time, string process)
    {
        Path = path;
        _writer = new SqliteWriter(session);
        _readers = new SqliteReaders(open);
        Frontier = new SqliteFrontier(_writer, _readers, process);
        Intake = new SqliteIntake(_writer, policy, time);
        Listings = new SqliteListings(_readers);
        Queue = new SqliteQueue(_writer, _readers);
        Approvals = new SqliteApprovals(_writer, _readers);
        Audit = new SqliteAudit(_writer, _readers);
        Users = new SqliteUsers(_writer, _readers);
        Runs = new SqliteRuns(_readers);
        Pages = new SqlitePages(_writer, _readers);
        Stops = new SqliteStops(_writer, _readers);
        Registry = new SqliteRegistry(_writer, _readers);
        Retention = new SqliteRetention(_readers);
        Health = new SqliteSourceHealth(_writer, _readers);
        JobRuns = new SqliteJobRuns(_writer, _readers, process);
        Outbox = new SqliteOutbox(_writer, _readers);
        Rejudge = new SqliteRejudge(_writer, _readers, policy, time);
        Care = new SqliteCare(path, _readers, open);
        Credentials = new SqliteCredentials(_writer, _readers);
        Search = new SqliteSearch(_writer, _readers);
        CaptureRequests = new SqliteCaptureRequests(_writer, _readers);
        Figures = new SqliteFigures(_readers);
        Kin = new SqliteKin(_readers);
        Views = new SqliteSavedViews(_writer, _readers);
        Objections = new SqliteObjections(_writer, _readers);
        Workload = new SqliteWorkload(_readers);
        Recall = new SqliteRecall(_readers);
    }

    /// <summary>The database file, absolute.</summary>
    public string Path { get; }

    public IFrontierStore Frontier { get; }

    public IIntakeStore Intake { get; }

    public IListingStore Listings { get; }

    public IQueueStore Queue { get; }

    public IApprovalStore Approvals { get; }

    public IAuditStore Audit { get; }

    public IUserStore Users { get; }

    public IRunStore Runs { get; }

    public IPageMemoryStore Pages { get; }

    public IStopStore Stops { get; }

    public IRegistryStore Registry { get; }

    public IRetentionStore Retention { get; }

    public ISourceHealthStore Health { get; }

    public IJobRunStore JobRuns { get; }

    public IOutboxStore Outbox { get; }

    public IRejudgeStore Rejudge { get; }

    public IStoreCare Care { get; }

    public ICredentialStore Credentials { get; }

    public ISearchStore Search { get; }

    public ICaptureRequestStore CaptureRequests { get; }

    public IFigureStore Figures { get; }

    public IKinStore Kin { get; }

    public ISavedViewStore Views { get; }

    public IObjectionStore Objections { get; }

    public IWorkloadStore Workload { get; }

    public IRecallStore Recall { get; }

    /// <summary>Opens the file, making it and its folder where there is none, and brings its schema up to date.</summary>
    /// <param name="path">The database file.</param>
    /// <param name="policy">What a new finding does to its listing's item.</param>
    /// <param name="time">Business time: when a finding was made. Leases use the database's own clock.</param>
    /// <exception cref="InvalidInputException">The file was written by a newer version, or is no store.</exception>
    public static SqliteStore Open(string path, IReviewPolicy policy, TimeProvider time) => Open(path, policy, time, ProcessMark.Current(), Migration.Embedded());

    internal static SqliteStore Open(string path, IReviewPolicy policy, TimeProvider time, string process, IReadOnlyList<Migration> migrations)
    {
        SQLitePCL.Batteries_V2.Init();
        var full = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        var session = NewSession(full);
        try
        {
            MigrationRunner.KeepBefore(session, full, migrations);
            MigrationRunner.Run(session, path, migrations, time.GetUtcNow());
            KinRows.Backfill(session);
            session.Script("PRAGMA journal_mode = WAL; PRAGMA cache_size = -65536;");
            return new SqliteStore(full, session, () => NewSession(full), policy, time, process);
        }
        catch (Microsoft.Data.Sqlite.SqliteException failure) when (failure.SqliteErrorCode == SQLitePCL.raw.SQLITE_NOTADB)
        {
            session.Dispose();
            throw new InvalidInputException(new InputError(path, null, null, "this is no SQLite database; name a file of its own for the store."));
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Lets the file grow to so many pages and no further, as a full disk would; for tests.</summary>
    internal Task LimitPagesAsync(long pages) => _writer.RunAsync(session => session.Scalar($"PRAGMA max_page_count = {pages}"), Durability.ProcessEnd, CancellationToken.None);

    /// <summary>Finishes the writes under way, then closes.</summary>
    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        _readers.Dispose();
    }

    // Long enough for another process' nightly writes; a stuck one is better reported than waited for.
    private static SqliteSession NewSession(string path) => new(path, busyTimeout: TimeSpan.FromSeconds(30));
}

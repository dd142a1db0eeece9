using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>
/// The embedded store: one SQLite file (WAL) with every role's interface on it. One writer a process, which commits what waits
/// together; readers never wait for it. Several processes may open the same file on one machine. Safe for concurrent use.
/// </summary>
public sealed class SqliteStore : MonitorStore
{
    // Each try waits for one other process' write; more than these do not open one file at a time.
    private const int MostTries = 100;

    private SqliteStore(string path, StoreParts parts)
        : base(parts) => Path = path;

    /// <summary>The database file, absolute.</summary>
    public string Path { get; }

    /// <inheritdoc/>
    public override string Place => Path;

    /// <summary>Opens the file, making it and its folder where there is none, and brings its schema up to date.</summary>
    /// <param name="path">The database file.</param>
    /// <param name="policy">What a new finding does to its listing's item.</param>
    /// <param name="time">Business time: when a finding was made. Leases use the database's own clock.</param>
    /// <exception cref="InvalidInputException">The file was written by a newer version, or is no store.</exception>
    public static SqliteStore Open(string path, IReviewPolicy policy, TimeProvider time) => Open(path, policy, time, ProcessMark.Current(), Migration.Embedded());

    internal static SqliteStore Open(string path, IReviewPolicy policy, TimeProvider time, string process, IReadOnlyList<Migration> migrations)
    {
        SQLitePCL.Batteries_V2.Init();
        // Nobody asks how much memory SQLite has taken, and counting it locks all connections against each other at each allocation. Heeded only
        // before the first connection is opened; afterwards it is refused and all is as it was.
        _ = SQLitePCL.raw.sqlite3_config(SQLitePCL.raw.SQLITE_CONFIG_MEMSTATUS, 0);
        var full = System.IO.Path.GetFullPath(path);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        var session = NewSession(full);
        try
        {
            MigrationRunner.KeepBefore(session, full, migrations);
            MigrationRunner.Run(session, path, migrations, time.GetUtcNow());
            KinBackfill.Run(session);
            WriteAhead(session);
            // To undo one statement SQLite keeps the former state of all it changes: of a million addresses taken into the next run 220 MB, if in memory.
            session.Script("PRAGMA wal_autocheckpoint = 4000; PRAGMA cache_size = -16384; PRAGMA temp_store = FILE;");
            var readers = new SqliteReaders(() => NewSession(full));
            return new SqliteStore(full, new(new SqliteWriter(session), readers, new SqliteCare(full, readers, () => NewSession(full)), policy, time, process));
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

    /// <inheritdoc/>
    public override Task<long> SizeAsync(CancellationToken cancellationToken) => Task.FromResult(new FileInfo(Path).Length);

    /// <summary>Lets the file grow to so many pages and no further, as a full disk would; for tests.</summary>
    internal Task LimitPagesAsync(long pages) => Writer.RunAsync(session => session.Scalar($"PRAGMA max_page_count = {pages}"), Durability.ProcessEnd, CancellationToken.None);

    /// <summary>What a setting of the writer's connection is; for tests.</summary>
    internal Task<object?> SettingAsync(string name) => Writer.RunAsync(session => session.Scalar($"PRAGMA {name}"), Durability.ProcessEnd, CancellationToken.None);

    // A file is switched once. Where another process is switching or writing it just then SQLite gives up at once, whatever the busy timeout says; at a
    // transaction's beginning it waits for its turn, so that is where we wait before each next try.
    private static void WriteAhead(SqliteSession session)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                session.Script("PRAGMA journal_mode = WAL;");
                return;
            }
            catch (Microsoft.Data.Sqlite.SqliteException busy) when (busy.SqliteErrorCode == SQLitePCL.raw.SQLITE_BUSY && tries < MostTries)
            {
                session.Script("BEGIN IMMEDIATE; COMMIT;");
            }
        }
    }

    // Long enough for another process' nightly writes; a stuck one is better reported than waited for.
    private static SqliteSession NewSession(string path) => new(path, busyTimeout: TimeSpan.FromSeconds(30));
}

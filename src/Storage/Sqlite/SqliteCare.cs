using Ecom389.Monitor.Core;
using Microsoft.Data.Sqlite;

namespace Ecom389.Monitor.Storage;

/// <summary>Copies and checks of the SQLite store while it is in use.</summary>
internal sealed class SqliteCare : IStoreCare
{
    private readonly string _path;
    private readonly SqliteReaders _readers;
    private readonly Func<SqliteSession> _open;

    public SqliteCare(string path, SqliteReaders readers, Func<SqliteSession> open)
    {
        _path = path;
        _readers = readers;
        _open = open;
    }

    public Task CopyToAsync(string file, CancellationToken cancellationToken) => Task.Run(() => Copy(_path, file), cancellationToken);

    // A connection of its own: on one that had checked before and went on being used, SQLite 3.50.4 was seen to call a whole
    // full-text index malformed, which every new connection found whole.
    public Task<StoreCheckReport> CheckAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var session = _open();
            session.Script("PRAGMA query_only = ON; BEGIN");
            return Check(session, cancellationToken);
        },
        cancellationToken);

    public Task<IReadOnlyList<ArchiveNeed>> ArchiveNeedsAsync(CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<ArchiveNeed>>(CareRows.Needs, cancellationToken);

    public Task<IReadOnlyList<StoredCapture>> CapturesAsync(long after, int count, CancellationToken cancellationToken) => _readers.RunAsync<IReadOnlyList<StoredCapture>>(session => CareRows.Captures(session, after, count), cancellationToken);

    public Task<int> SchemaAsync(CancellationToken cancellationToken) => _readers.RunAsync(CareRows.Schema, cancellationToken);

    public Task<long> CapturedBytesAsync(DateTimeOffset since, CancellationToken cancellationToken) => _readers.RunAsync(session => CareRows.CapturedBytes(session, since), cancellationToken);

    /// <summary>
    /// Copies a database in use by SQLite's online backup: the copy is the state of one moment, and in WAL mode nobody waits for
    /// it. Synced to disk before it returns.
    /// </summary>
    internal static void Copy(string from, string to)
    {
        if (File.Exists(to)) throw new IOException($"{to} exists already.");
        using (var source = Open(from, SqliteOpenMode.ReadWrite))
        using (var target = Open(to, SqliteOpenMode.ReadWriteCreate))
        {
            source.BackupDatabase(target);
            using var journal = target.CreateCommand();
            // One file, no companion that a copy could miss.
            journal.CommandText = "PRAGMA journal_mode = DELETE";
            journal.ExecuteNonQuery();
        }

        using var file = new FileStream(to, FileMode.Open, FileAccess.ReadWrite);
        file.Flush(flushToDisk: true);
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, Pooling = false, DefaultTimeout = 30 }.ToString());
        connection.Open();
        return connection;
    }

    private static StoreCheckReport Check(SqliteSession session, CancellationToken cancellationToken)
    {
        var names = new List<string> { "integrity", "foreign-keys" };
        var faults = new List<StoreFault>();
        var integrity = session.All("PRAGMA integrity_check(20)", row => row.GetString(0));
        if (integrity is not ["ok"]) faults.Add(new("integrity", string.Join("; ", integrity.Take(3))));
        var orphans = session.All("PRAGMA foreign_key_check", row => $"{row.GetString(0)} {(row.IsDBNull(1) ? "" : row.GetValue(1))} → {row.GetString(2)}");
        if (orphans.Count > 0) faults.Add(new("foreign-keys", CareRows.Say(orphans)));
        CareRows.Check(session, names, faults, cancellationToken);
        return new(names, faults);
    }
}

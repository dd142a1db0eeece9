using System.Data.Common;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Ecom389.Monitor.Storage;

/// <summary>
/// One open connection with its prepared statements. Statements are kept by their text and used again, which is what makes
/// thousands of small writes a second affordable. Not for concurrent use.
/// </summary>
internal sealed class SqliteSession : StoreSession, IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    public SqliteSession(string path, TimeSpan busyTimeout)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWriteCreate,
            Pooling = false,
            DefaultTimeout = (int)Math.Ceiling(busyTimeout.TotalSeconds),
        }.ToString());
        try
        {
            _connection.Open();
            Script($"PRAGMA busy_timeout = {(long)busyTimeout.TotalMilliseconds}; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;");
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    /// <summary>False while a transaction is open; an I/O error or a full disk may have ended it behind our back.</summary>
    public bool IsAutoCommit => raw.sqlite3_get_autocommit(_connection.Handle) != 0;

    public override Dialect Dialect => SqliteDialect.Instance;

    /// <summary>Runs several statements that need no parameters; not kept.</summary>
    public void Script(string sql)
    {
        // Not by a command: its reader gives up silently where a statement after one with rows fails.
        var result = raw.sqlite3_exec(_connection.Handle, sql, out var message);
        if (result != raw.SQLITE_OK) throw new SqliteException($"SQLite Error {result}: '{message}'.", result, raw.sqlite3_extended_errcode(_connection.Handle));
    }

    public override int Execute(string sql, params ReadOnlySpan<object?> parameters)
    {
        var statement = Bind(sql, parameters);
        // One that answers with rows runs to its end: only then is all of it done.
        while (statement.Step())
        {
        }

        statement.Reset();
        return raw.sqlite3_changes(_connection.Handle);
    }

    public override long? TryInsert(string sql, params ReadOnlySpan<object?> parameters) =>
        Execute(sql, parameters) > 0 ? raw.sqlite3_last_insert_rowid(_connection.Handle) : null;

    public override object? Scalar(string sql, params ReadOnlySpan<object?> parameters) =>
        First(sql, static row => row.GetValue(0), parameters) is { } value and not DBNull ? value : null;

    public override T? First<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> parameters)
        where T : default
    {
        var statement = Bind(sql, parameters);
        try
        {
            return statement.Step() ? read(statement.Row) : default;
        }
        finally
        {
            statement.Reset();
        }
    }

    public override List<T> All<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> parameters)
    {
        var statement = Bind(sql, parameters);
        try
        {
            var rows = new List<T>();
            while (statement.Step()) rows.Add(read(statement.Row));
            return rows;
        }
        finally
        {
            statement.Reset();
        }
    }

    // The store's one writer takes all turns; other processes wait at BEGIN IMMEDIATE.
    public override void TakeTurn(string subject)
    {
    }

    public override void ShareTurn(string subject)
    {
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        _statements.Clear();
        _connection.Dispose();
    }

    private SqliteStatement Bind(string sql, ReadOnlySpan<object?> parameters)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_statements, sql, out _);
        var statement = slot ??= Prepare(sql);
        statement.Bind(parameters);
        return statement;
    }

    private SqliteStatement Prepare(string sql)
    {
        try
        {
            return new SqliteStatement(_connection.Handle!, sql);
        }
        catch
        {
            _statements.Remove(sql);
            throw;
        }
    }
}

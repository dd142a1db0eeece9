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
    private readonly Dictionary<string, SqliteCommand> _statements = new(StringComparer.Ordinal);

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

    public override int Execute(string sql, params ReadOnlySpan<object?> parameters) => Bind(sql, parameters).ExecuteNonQuery();

    public override long? TryInsert(string sql, params ReadOnlySpan<object?> parameters) =>
        Execute(sql, parameters) > 0 ? raw.sqlite3_last_insert_rowid(_connection.Handle) : null;

    public override object? Scalar(string sql, params ReadOnlySpan<object?> parameters) =>
        Bind(sql, parameters).ExecuteScalar() is { } value and not DBNull ? value : null;

    public override T? First<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> parameters)
        where T : default
    {
        using var reader = Bind(sql, parameters).ExecuteReader();
        return reader.Read() ? read(reader) : default;
    }

    public override List<T> All<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> parameters)
    {
        using var reader = Bind(sql, parameters).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
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
        foreach (var command in _statements.Values) command.Dispose();
        _statements.Clear();
        _connection.Dispose();
    }

    private SqliteCommand Bind(string sql, ReadOnlySpan<object?> parameters)
    {
        ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_statements, sql, out _);
        var command = slot ??= Prepare(sql, parameters.Length);
        for (var i = 0; i < parameters.Length; i++)
            command.Parameters[i].Value = parameters[i] ?? DBNull.Value;
        return command;
    }

    private SqliteCommand Prepare(string sql, int count)
    {
        var command = _connection.CreateCommand();
#pragma warning disable CA2100 // every statement is text of this assembly; values are parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 1; i <= count; i++) command.Parameters.Add(new SqliteParameter { ParameterName = $"?{i}" });
        return command;
    }
}

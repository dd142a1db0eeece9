using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Ecom389.Monitor.Storage;

/// <summary>
/// One open connection with its prepared statements. Statements are kept by their text and used again, which is what makes
/// thousands of small writes a second affordable. Parameters are numbered: <c>?1</c>, <c>?2</c> … Not for concurrent use.
/// </summary>
internal sealed class SqliteSession : IDisposable
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

    /// <summary>Number of the row inserted last.</summary>
    public long LastInsertedRow => raw.sqlite3_last_insert_rowid(_connection.Handle);

    /// <summary>Runs several statements that need no parameters; not kept.</summary>
    public void Script(string sql)
    {
        // Not by a command: its reader gives up silently where a statement after one with rows fails.
        var result = raw.sqlite3_exec(_connection.Handle, sql, out var message);
        if (result != raw.SQLITE_OK) throw new SqliteException($"SQLite Error {result}: '{message}'.", result, raw.sqlite3_extended_errcode(_connection.Handle));
    }

    /// <summary>Runs a statement and returns the number of rows changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> parameters) => Bind(sql, parameters).ExecuteNonQuery();

    /// <summary>The first column of the first row, or null for no row or NULL.</summary>
    public object? Scalar(string sql, params ReadOnlySpan<object?> parameters) =>
        Bind(sql, parameters).ExecuteScalar() is { } value and not DBNull ? value : null;

    /// <summary>The first row, or default.</summary>
    public T? First<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> parameters)
    {
        using var reader = Bind(sql, parameters).ExecuteReader();
        return reader.Read() ? read(reader) : default;
    }

    /// <summary>Every row.</summary>
    public List<T> All<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> parameters)
    {
        using var reader = Bind(sql, parameters).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
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

using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Ecom389.Monitor.Storage;

/// <summary>
/// One prepared statement, bound and stepped without the provider's command, parameters and reader: those made a third of what a page's
/// dozen small statements cost. Not for concurrent use.
/// </summary>
internal sealed class SqliteStatement : IDisposable
{
    /// <summary>Texts up to so many UTF-8 bytes are bound from the stack.</summary>
    private const int ShortText = 512;

    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _handle;
    private readonly int _parameters;
    private readonly SqliteRow _row;

    /// <exception cref="SqliteException">SQLite does not understand the text.</exception>
    /// <exception cref="ArgumentException">There is more than one statement in it: the second would never run.</exception>
    public SqliteStatement(sqlite3 database, string sql)
    {
        _database = database;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, sql, out _handle, out var rest), database);
        if (!string.IsNullOrWhiteSpace(rest))
        {
            _handle.Dispose();
            throw new ArgumentException("More than one statement: run them as a script.", nameof(sql));
        }

        _parameters = raw.sqlite3_bind_parameter_count(_handle);
        _row = new SqliteRow(_handle);
    }

    /// <summary>The row reached by <see cref="Step"/>; the same object for each.</summary>
    public SqliteRow Row => _row;

    /// <summary>Gives <c>?1</c>, <c>?2</c> … their values. Those the text does not mention are passed over.</summary>
    /// <exception cref="ArgumentException">There are fewer than the text asks for, or one of a kind the store has no column for.</exception>
    public void Bind(ReadOnlySpan<object?> parameters)
    {
        if (parameters.Length < _parameters) throw new ArgumentException($"{_parameters} values are asked for, {parameters.Length} given.", nameof(parameters));
        for (var i = 0; i < _parameters; i++)
        {
            var result = Bind(i + 1, parameters[i]);
            if (result != raw.SQLITE_OK) SqliteException.ThrowExceptionForRC(result, _database);
        }
    }

    /// <summary>Goes to the next row; false when there is none.</summary>
    /// <exception cref="SqliteException">The statement failed; it is reset.</exception>
    public bool Step()
    {
        var result = raw.sqlite3_step(_handle);
        if (result == raw.SQLITE_ROW) return true;
        if (result == raw.SQLITE_DONE) return false;
        try
        {
            SqliteException.ThrowExceptionForRC(result, _database);
        }
        finally
        {
            Reset();
        }

        return false;
    }

    /// <summary>Ends the statement's work and makes it ready for other values. What it failed with was told when it did.</summary>
    public void Reset() => _ = raw.sqlite3_reset(_handle);

    public void Dispose()
    {
        _row.Dispose();
        _handle.Dispose();
    }

    private int Bind(int place, object? value) => value switch
    {
        null or DBNull => raw.sqlite3_bind_null(_handle, place),
        string text => BindText(place, text),
        long whole => raw.sqlite3_bind_int64(_handle, place, whole),
        int whole => raw.sqlite3_bind_int64(_handle, place, whole),
        bool truth => raw.sqlite3_bind_int64(_handle, place, truth ? 1 : 0),
        double real => raw.sqlite3_bind_double(_handle, place, real),
        byte[] bytes => raw.sqlite3_bind_blob(_handle, place, bytes),
        _ => throw new ArgumentException($"?{place}: the store has no column for a {value.GetType().Name}."),
    };

    private int BindText(int place, string text)
    {
        if (text.Length <= ShortText / 3)
        {
            Span<byte> bytes = stackalloc byte[ShortText];
            return raw.sqlite3_bind_text(_handle, place, bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
        }

        var rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(text.Length));
        try
        {
            return raw.sqlite3_bind_text(_handle, place, rented.AsSpan(0, Encoding.UTF8.GetBytes(text, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}

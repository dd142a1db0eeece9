using System.Data.Common;
using System.Text;
using Npgsql;

namespace Ecom389.Monitor.Storage;

/// <summary>
/// A transaction on a pooled connection. Statements whose outcome nobody waits for travel with the next one: what counts over a network
/// is how often the server is asked. The provider prepares the statements that come again, by their text and kept with the connection.
/// Whole numbers and truth are bigint, as the schema has them.
/// </summary>
internal sealed class PostgresSession : StoreSession
{
    private const int MostPosted = 256;

    private readonly NpgsqlConnection _connection;
    private readonly PostgresStatements _statements;
    private readonly List<NpgsqlBatchCommand> _posted = [];

    // Of those posted, how many answer with rows that nobody reads.
    private int _unread;

    /// <param name="connection">Open, without a transaction; used alone while this is.</param>
    /// <param name="begin">How the transaction begins.</param>
    public PostgresSession(NpgsqlConnection connection, PostgresStatements statements, string begin = "BEGIN")
    {
        _connection = connection;
        _statements = statements;
        _posted.Add(new NpgsqlBatchCommand(begin));
    }

    public override Dialect Dialect => PostgresDialect.Instance;

    /// <summary>Sends what is still to be sent and ends the transaction. Left out, the connection rolls it back when it is given back.</summary>
    public void End(string how)
    {
        using var batch = Batch(how, []);
        batch.ExecuteNonQuery();
    }

    public override int Execute(string sql, params ReadOnlySpan<object?> parameters)
    {
        using var batch = Batch(_statements.Positional(sql), parameters);
        batch.ExecuteNonQuery();
        return Math.Max(0, batch.BatchCommands[^1].RecordsAffected);
    }

    public override void Post(string sql, params ReadOnlySpan<object?> parameters)
    {
        if (_posted.Count >= MostPosted) Execute(sql, parameters);
        else _posted.Add(Command(_statements.Positional(sql), parameters));
    }

    public override long? TryInsert(string sql, params ReadOnlySpan<object?> parameters)
    {
        var unread = _unread;
        using var batch = Batch(_statements.Returning(sql), parameters);
        using var reader = Read(batch, unread);
        return reader.Read() ? reader.GetInt64(0) : null;
    }

    public override object? Scalar(string sql, params ReadOnlySpan<object?> parameters) => First(sql, static row => row.GetValue(0), parameters) switch
    {
        null or DBNull => null,
        int small => (long)small,
        bool truth => truth ? 1L : 0L,
        // What sum() makes of bigint.
        decimal sum => (long)sum,
        var value => value,
    };

    public override T? First<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> parameters)
        where T : default
    {
        var unread = _unread;
        using var batch = Batch(_statements.Positional(sql), parameters);
        using var reader = Read(batch, unread);
        return reader.Read() ? read(reader) : default;
    }

    public override List<T> All<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> parameters)
    {
        var unread = _unread;
        using var batch = Batch(_statements.Positional(sql), parameters);
        using var reader = Read(batch, unread);
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    public override void TakeTurn(string subject) => PostReading("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", subject);

    public override void ShareTurn(string subject) => PostReading("SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))", subject);

    private static NpgsqlDataReader Read(NpgsqlBatch batch, int unread)
    {
        // Statements without rows are passed over by themselves.
        var reader = batch.ExecuteReader();
        for (; unread > 0; unread--) reader.NextResult();
        return reader;
    }

    private void PostReading(string sql, string subject)
    {
        _posted.Add(Command(sql, [subject]));
        _unread++;
    }

    /// <summary>The statement, behind all that was posted before it.</summary>
    private NpgsqlBatch Batch(string sql, ReadOnlySpan<object?> parameters)
    {
        var batch = new NpgsqlBatch(_connection);
        foreach (var posted in _posted) batch.BatchCommands.Add(posted);
        _posted.Clear();
        _unread = 0;
        batch.BatchCommands.Add(Command(sql, parameters));
        return batch;
    }

    private static NpgsqlBatchCommand Command(string sql, ReadOnlySpan<object?> parameters)
    {
#pragma warning disable CA2100 // every statement is text of this assembly; values are parameters
        var command = new NpgsqlBatchCommand(sql);
#pragma warning restore CA2100
        foreach (var parameter in parameters) command.Parameters.Add(new NpgsqlParameter { Value = Stored(parameter) });
        return command;
    }

    private static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        int whole => (long)whole,
        bool truth => truth ? 1L : 0L,
        string text => Storable(text),
        _ => value,
    };

    /// <summary>PostgreSQL keeps neither U+0000 nor half a surrogate pair; extraction replaces them, what people type may still hold one.</summary>
    private static string Storable(string text)
    {
        if (!text.AsSpan().ContainsAnyInRange('\ud800', '\udfff') && !text.Contains('\0', StringComparison.Ordinal)) return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) clean.Append(rune.Value == 0 ? "\ufffd" : rune.ToString());
        return clean.ToString();
    }
}

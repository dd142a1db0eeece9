using System.Data.Common;
using System.Text;
using Npgsql;

namespace Ecom389.Monitor.Storage;

/// <summary>
/// A transaction on a pooled connection. The provider prepares the statements that come again, by their text and kept with the
/// connection. Whole numbers and truth are bigint, as the schema has them.
/// </summary>
internal sealed class PostgresSession : StoreSession
{
    private readonly NpgsqlConnection _connection;
    private readonly PostgresStatements _statements;

    public PostgresSession(NpgsqlConnection connection, PostgresStatements statements)
    {
        _connection = connection;
        _statements = statements;
    }

    public override Dialect Dialect => PostgresDialect.Instance;

    public override int Execute(string sql, params ReadOnlySpan<object?> parameters)
    {
        using var command = Command(_statements.Positional(sql), parameters);
        return Math.Max(0, command.ExecuteNonQuery());
    }

    public override long? TryInsert(string sql, params ReadOnlySpan<object?> parameters)
    {
        using var command = Command(_statements.Returning(sql), parameters);
        return (long?)command.ExecuteScalar();
    }

    public override object? Scalar(string sql, params ReadOnlySpan<object?> parameters)
    {
        using var command = Command(_statements.Positional(sql), parameters);
        return command.ExecuteScalar() switch
        {
            null or DBNull => null,
            int small => (long)small,
            bool truth => truth ? 1L : 0L,
            // What sum() makes of bigint.
            decimal sum => (long)sum,
            var value => value,
        };
    }

    public override T? First<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> parameters)
        where T : default
    {
        using var command = Command(_statements.Positional(sql), parameters);
        using var reader = command.ExecuteReader();
        return reader.Read() ? read(reader) : default;
    }

    public override List<T> All<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> parameters)
    {
        using var command = Command(_statements.Positional(sql), parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    public override void TakeTurn(string subject) => Execute("SELECT pg_advisory_xact_lock(hashtextextended(?1, 0))", subject);

    public override void ShareTurn(string subject) => Execute("SELECT pg_advisory_xact_lock_shared(hashtextextended(?1, 0))", subject);

    private NpgsqlCommand Command(string sql, ReadOnlySpan<object?> parameters)
    {
#pragma warning disable CA2100 // every statement is text of this assembly; values are parameters
        var command = new NpgsqlCommand(sql, _connection);
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

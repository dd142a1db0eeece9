using Npgsql;

namespace Ecom389.Monitor.Storage;

/// <summary>Statements whose text is this assembly's own: names in them come from the schema, never from a person.</summary>
internal static class PostgresText
{
    public static NpgsqlCommand Command(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // see the type
        return new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
#pragma warning restore CA2100
    }

    public static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        command.ExecuteNonQuery();
    }

    public static object? Scalar(NpgsqlConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        return command.ExecuteScalar() is { } value and not DBNull ? value : null;
    }
}

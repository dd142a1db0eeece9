using Ecom389.Monitor.Core;
using Npgsql;

namespace Ecom389.Monitor.Storage;

/// <summary>
/// Brings a PostgreSQL database to the schema this version knows, all missing steps in one transaction, or refuses it. Steps carry
/// SQLite's numbers: the same number means the same records in both.
/// </summary>
internal static class PostgresSchema
{
    /// <summary>Key of the advisory lock under which one program at a time looks and migrates; "E389" as SQLite's file mark.</summary>
    private const long LockKey = 0x45333839;

    /// <summary>The steps this version knows, in order.</summary>
    public static IReadOnlyList<Migration> Steps() => Migration.Embedded("postgres/");

    /// <param name="connection">Open; used alone while this runs.</param>
    /// <param name="name">How people know the database, without its secrets.</param>
    /// <param name="known">The steps of this version.</param>
    /// <param name="now">Noted beside the steps applied.</param>
    /// <exception cref="InvalidInputException">Another program's database, a newer one, or one whose steps differ from ours.</exception>
    public static void Apply(NpgsqlConnection connection, string name, IReadOnlyList<Migration> known, DateTimeOffset now)
    {
        // Nothing to do, nothing locked: the common case of a worker that joins.
        if (HasSteps(connection) && Check(connection, name, known) is var there && known.All(step => there.Contains(step.Number))) return;

        using var transaction = connection.BeginTransaction();
        Execute(connection, $"SELECT pg_advisory_xact_lock({LockKey})");
        if (!HasSteps(connection))
        {
            if (Scalar(connection, "SELECT 1 FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v') LIMIT 1") is not null)
                throw Refusal(name, "this database holds another program's tables; make one for the store alone.");
            Execute(connection, "CREATE TABLE schema_migrations (number bigint PRIMARY KEY, name text COLLATE \"C\" NOT NULL, sha256 text COLLATE \"C\" NOT NULL, applied_at bigint NOT NULL)");
        }

        var applied = Check(connection, name, known);
        foreach (var step in known.Where(step => !applied.Contains(step.Number)))
        {
            Execute(connection, step.Sql);
            using var insert = new NpgsqlCommand("INSERT INTO schema_migrations VALUES ($1, $2, $3, $4)", connection)
            {
                Parameters = { new() { Value = (long)step.Number }, new() { Value = step.Name }, new() { Value = step.Sha256 }, new() { Value = now.ToMicroseconds() } },
            };
            insert.ExecuteNonQuery();
        }

        transaction.Commit();
    }

    /// <summary>Number of the newest step applied; 0 for a database without our schema.</summary>
    public static int Newest(NpgsqlConnection connection) =>
        HasSteps(connection) ? (int)(long)Scalar(connection, "SELECT coalesce(max(number), 0) FROM schema_migrations")! : 0;

    // Not by to_regclass: that is answered from what the session has cached, which waiting for an advisory lock does not renew.
    private static bool HasSteps(NpgsqlConnection connection) =>
        Scalar(connection, "SELECT 1 FROM pg_class c WHERE c.relnamespace = current_schema()::regnamespace AND c.relname = 'schema_migrations'") is not null;

    private static HashSet<int> Check(NpgsqlConnection connection, string name, IReadOnlyList<Migration> known)
    {
        var applied = new HashSet<int>();
        using var command = new NpgsqlCommand("SELECT number, name, sha256 FROM schema_migrations ORDER BY number", connection);
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var ours = known.FirstOrDefault(step => step.Number == reader.GetInt64(0))
                ?? throw Refusal(name, $"the store was written by a newer version (step {reader.GetString(1)}); install that version, or restore a backup made before the upgrade.");
            if (!string.Equals(ours.Sha256, reader.GetString(2), StringComparison.Ordinal))
                throw Refusal(name, $"step {reader.GetString(1)} was applied with other content than this version's; the store belongs to another build.");
            applied.Add(ours.Number);
        }

        return applied;
    }

    private static void Execute(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // every statement is text of this assembly
        using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static object? Scalar(NpgsqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // every statement is text of this assembly
        using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
        return command.ExecuteScalar() is { } value and not DBNull ? value : null;
    }

    private static InvalidInputException Refusal(string name, string message) => new(new InputError(name, null, "schema", message));
}

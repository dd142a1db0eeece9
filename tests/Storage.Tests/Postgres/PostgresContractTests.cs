using System.Collections.Concurrent;
using Ecom389.Monitor.Core;
using Npgsql;

namespace Ecom389.Monitor.Storage.Tests;

/// <summary>The contract, kept by PostgreSQL.</summary>
public sealed class PostgresContractTests : StoreContract
{
    protected override IStorePlace NewPlace() => new PostgresPlace();

    protected override int CasesOf(int cases) => cases / 4;
}

/// <summary>A database of its own; when the test is over it is emptied for the next one, which is quicker than making one.</summary>
internal sealed class PostgresPlace : IStorePlace
{
    private static readonly ConcurrentBag<string> Emptied = [];

    public PostgresPlace() => Database = Emptied.TryTake(out var left) ? left : PostgresServer.Shared.NewDatabase("storage", name =>
    {
        using var connection = Connect(name);
        PostgresSchema.Apply(connection, name, PostgresSchema.Steps(), DateTimeOffset.UnixEpoch);
    });

    public string Database { get; }

    public StoreAddress Address => StoreAddress.Parse(PostgresServer.Shared.Address(Database));

    public MonitorStore Open(IReviewPolicy policy, TimeProvider time, string? process = null) =>
        PostgresStore.Open(Address, policy, time, process ?? ProcessMark.Current(), PostgresSchema.Steps());

    /// <summary>Runs a statement by hand, as an administrator could.</summary>
    public void Sql(string sql)
    {
        using var connection = Connect(Database);
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    public void Dispose()
    {
        var tables = new List<string>();
        using (var connection = Connect(Database))
        using (var command = new NpgsqlCommand("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_migrations'", connection))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read()) tables.Add(reader.GetString(0));
        }

        // Past the triggers that keep what people did, and past the keys between tables.
        Sql("SET session_replication_role = replica; " + string.Join("; ", tables.Select(table => $"DELETE FROM {table}{(table == "units" ? " WHERE id <> 'bo'" : "")}")));
        Emptied.Add(Database);
    }

    private static NpgsqlConnection Connect(string database)
    {
        var connection = new NpgsqlConnection(PostgresServer.Shared.Address(database) + ";Pooling=false");
        connection.Open();
        return connection;
    }
}

using Ecom389.Monitor.Core;
using Npgsql;

namespace Ecom389.Monitor.Storage.Tests;

/// <summary>The contract, kept by PostgreSQL.</summary>
public sealed class PostgresContractTests : StoreContract
{
    protected override IStorePlace NewPlace() => new PostgresPlace();
}

/// <summary>A database of its own, copied from one that has the tables already.</summary>
internal sealed class PostgresPlace : IStorePlace
{
    public PostgresPlace() => Database = PostgresServer.Shared.NewDatabase("storage", name =>
    {
        using var source = NpgsqlDataSource.Create(PostgresServer.Shared.Address(name) + ";Pooling=false");
        using var connection = source.OpenConnection();
        PostgresSchema.Apply(connection, name, PostgresSchema.Steps(), DateTimeOffset.UnixEpoch);
    });

    public string Database { get; }

    public StoreAddress Address => StoreAddress.Parse(PostgresServer.Shared.Address(Database));

    public MonitorStore Open(IReviewPolicy policy, TimeProvider time, string? process = null) =>
        PostgresStore.Open(Address, policy, time, process ?? ProcessMark.Current(), PostgresSchema.Steps());

    /// <summary>Runs a statement by hand, as an administrator could.</summary>
    public string Sql(string sql) => PostgresServer.Shared.Sql(Database, sql);

    // The server goes with the tests.
    public void Dispose() => PostgresServer.Shared.Sql("postgres", $"DROP DATABASE {Database} WITH (FORCE)");
}

using Npgsql;

namespace Ecom389.Monitor.Storage;

/// <summary>Connections of one kind, as many at once as its pool holds.</summary>
internal sealed class PostgresPool(NpgsqlDataSource source, int size) : IDisposable
{
    /// <summary>One a connection: who waits for one waits here, without holding a thread.</summary>
    public SemaphoreSlim Free { get; } = new(size, size);

    public int Size { get; } = size;

    public NpgsqlConnection Open() => source.OpenConnection();

    public void Dispose()
    {
        source.Dispose();
        Free.Dispose();
    }
}

/// <summary>
/// The pools of a store. What a session is for is said when it starts, so that no statement is spent on it: durable writes wait for
/// the disk whatever the server's default is, others do not, readings cannot write.
/// </summary>
internal sealed class PostgresPools : IDisposable
{
    private const int DefaultConnections = 18;

    private const int MostPrepared = 200;

    public PostgresPools(StoreAddress address)
    {
        var wanted = new NpgsqlConnectionStringBuilder(address.ConnectionString);
        // A program with a site and a scan stays far below; ten workers fit into a server's usual hundred and few.
        var total = wanted.ShouldSerialize("Maximum Pool Size") ? wanted.MaxPoolSize : DefaultConnections;
        var size = Math.Max(2, total / 3);
        Durable = Pool(wanted, size, "-c synchronous_commit=on");
        Lazy = Pool(wanted, size, "-c synchronous_commit=off");
        Reading = Pool(wanted, size, "-c default_transaction_read_only=on");
    }

    public PostgresPool Durable { get; }

    public PostgresPool Lazy { get; }

    public PostgresPool Reading { get; }

    public PostgresStatements Statements { get; } = new();

    public void Dispose()
    {
        Durable.Dispose();
        Lazy.Dispose();
        Reading.Dispose();
    }

    private static PostgresPool Pool(NpgsqlConnectionStringBuilder wanted, int size, string option)
    {
        var builder = new NpgsqlConnectionStringBuilder(wanted.ConnectionString)
        {
            MaxPoolSize = size,
            MinPoolSize = 0,
            MaxAutoPrepare = MostPrepared,
            AutoPrepareMinUsages = 3,
            ApplicationName = wanted.ApplicationName ?? "ecom389",
            // Compiling a query costs more than these queries do.
            Options = string.Join(' ', new[] { wanted.Options, option, "-c jit=off" }.Where(part => !string.IsNullOrEmpty(part))),
            PersistSecurityInfo = false,
            IncludeErrorDetail = false,
        };
        return new(NpgsqlDataSource.Create(builder.ConnectionString), size);
    }
}

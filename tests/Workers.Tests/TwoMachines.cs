using Ecom389.Monitor.Review;
using Ecom389.Monitor.Storage;
using Ecom389.Monitor.Tests;

namespace Ecom389.Monitor.Workers.Tests;

/// <summary>One database of its own and two machines on it.</summary>
public abstract class TwoMachines : IAsyncLifetime
{
    private protected string Database { get; private set; } = "";

    private protected PostgresStore A { get; private set; } = null!;

    private protected PostgresStore B { get; private set; } = null!;

    public Task InitializeAsync()
    {
        Database = PostgresServer.Shared.NewDatabase();
        (A, B) = (Open("may-a/1/1"), Open("may-b/1/1"));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await A.DisposeAsync();
        await B.DisposeAsync();
    }

    private PostgresStore Open(string process) =>
        PostgresStore.Open(StoreAddress.Parse(PostgresServer.Shared.Url(Database)), new ReviewPolicy(), TimeProvider.System, process, PostgresSchema.Steps());
}

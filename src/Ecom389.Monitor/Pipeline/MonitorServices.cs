using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Storage;

namespace Ecom389.Monitor.Pipeline;

/// <summary>The store of an installation and the service through which people change it.</summary>
internal sealed class MonitorServices : IAsyncDisposable
{
    private readonly SqliteStore _store;

    private MonitorServices(SqliteStore store, TimeProvider time)
    {
        _store = store;
        Review = new ReviewService(store.Queue, store.Approvals, store.Audit, time, new ReviewSettings());
    }

    public ReviewService Review { get; }

    public SqliteStore Store => _store;

    public IQueueStore Queue => _store.Queue;

    public IUserStore Users => _store.Users;

    /// <summary>Opens the installation's store, making it where there is none.</summary>
    /// <exception cref="InvalidInputException">The file is no store, or was written by a newer version.</exception>
    public static MonitorServices Open(Installation installation) =>
        new(SqliteStore.Open(installation.Database, new ReviewPolicy(), TimeProvider.System), TimeProvider.System);

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}

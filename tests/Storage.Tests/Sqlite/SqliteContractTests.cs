using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;

namespace Ecom389.Monitor.Storage.Tests;

/// <summary>The contract, kept by SQLite.</summary>
public sealed class SqliteContractTests : StoreContract
{
    protected override IStoreUnderTest Open(TimeProvider time) => SqliteUnderTest.Fresh(time);
}

/// <summary>An SQLite store in a folder that goes with it.</summary>
internal sealed class SqliteUnderTest : IStoreUnderTest
{
    private readonly SqliteStore _store;
    private readonly TimeProvider _time;
    private readonly DirectoryInfo? _folder;

    private SqliteUnderTest(string path, TimeProvider time, DirectoryInfo? folder)
    {
        _store = SqliteStore.Open(path, new ReviewPolicy(), time);
        _time = time;
        _folder = folder;
    }

    public IFrontierStore Frontier => _store.Frontier;

    public IIntakeStore Intake => _store.Intake;

    public IListingStore Listings => _store.Listings;

    public IQueueStore Queue => _store.Queue;

    public IApprovalStore Approvals => _store.Approvals;

    public IAuditStore Audit => _store.Audit;

    public IUserStore Users => _store.Users;

    public IRunStore Runs => _store.Runs;

    public IPageMemoryStore Memory => _store.Pages;

    public IStopStore Stops => _store.Stops;

    public IRegistryStore Registry => _store.Registry;

    public ISourceHealthStore Health => _store.Health;

    public static SqliteUnderTest Fresh(TimeProvider time)
    {
        var folder = Directory.CreateTempSubdirectory("ecom389-store-");
        return new(Path.Combine(folder.FullName, "monitor.db"), time, folder);
    }

    public IStoreUnderTest OpenAgain() => new SqliteUnderTest(_store.Path, _time, folder: null);

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder?.Delete(recursive: true);
    }
}

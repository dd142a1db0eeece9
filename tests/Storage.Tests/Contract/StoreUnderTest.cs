using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage.Tests;

/// <summary>A store of any make, opened for one test on a place of its own.</summary>
public interface IStoreUnderTest : IAsyncDisposable
{
    IFrontierStore Frontier { get; }

    IIntakeStore Intake { get; }

    IListingStore Listings { get; }

    IQueueStore Queue { get; }

    IApprovalStore Approvals { get; }

    IAuditStore Audit { get; }

    IUserStore Users { get; }

    IRunStore Runs { get; }

    IPageMemoryStore Memory { get; }

    IStopStore Stops { get; }

    IRegistryStore Registry { get; }

    ISourceHealthStore Health { get; }

    /// <summary>Opens the same store a second time, as another process would.</summary>
    IStoreUnderTest OpenAgain();
}

/// <summary>The contract that every store keeps; a store's tests inherit it and say how to open one.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private IStoreUnderTest? _store;

    /// <summary>Business time of the test.</summary>
    protected ManualTime Time { get; } = new(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));

    protected IStoreUnderTest Store => _store ?? throw new InvalidOperationException("The store is opened by InitializeAsync.");

    protected static CancellationToken None => CancellationToken.None;

    /// <summary>Opens a fresh, empty store.</summary>
    protected abstract IStoreUnderTest Open(TimeProvider time);

    public Task InitializeAsync()
    {
        _store = Open(Time);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
    }
}

/// <summary>A clock that stands until it is moved.</summary>
public sealed class ManualTime(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset _now = now;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}

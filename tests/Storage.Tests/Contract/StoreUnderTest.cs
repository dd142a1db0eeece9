using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;

namespace Ecom389.Monitor.Storage.Tests;

/// <summary>A place of its own for one test's store: a folder, a database. Gone with it.</summary>
public interface IStorePlace : IDisposable
{
    /// <summary>Opens the store there: fresh the first time, the same one again as another process would.</summary>
    /// <param name="process">The name of the process it is opened by, or null for this one.</param>
    MonitorStore Open(IReviewPolicy policy, TimeProvider time, string? process = null);
}

/// <summary>The contract that every store keeps; a store's tests inherit it and say where to open one.</summary>
public abstract partial class StoreContract : IAsyncLifetime
{
    private IStorePlace? _place;
    private MonitorStore? _store;

    /// <summary>Business time of the test.</summary>
    protected ManualTime Time { get; } = new(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero));

    protected MonitorStore Store => _store ?? throw new InvalidOperationException("The store is opened by InitializeAsync.");

    protected static CancellationToken None => CancellationToken.None;

    /// <summary>What a finding does to its listing's item.</summary>
    protected virtual IReviewPolicy Policy { get; } = new ReviewPolicy();

    /// <summary>How many cases a property is tried on, of those it was written for: a place costs more in some stores.</summary>
    protected virtual int CasesOf(int cases) => cases;

    /// <summary>A fresh, empty place.</summary>
    protected abstract IStorePlace NewPlace();

    /// <summary>Opens the same store a second time, as another process would.</summary>
    protected MonitorStore OpenAgain(string? process = null) => _place!.Open(Policy, Time, process);

    /// <summary>Opens the same store with another policy.</summary>
    protected MonitorStore OpenWith(IReviewPolicy policy) => _place!.Open(policy, Time);

    public Task InitializeAsync()
    {
        _place = NewPlace();
        _store = _place.Open(Policy, Time);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        if (_store is not null) await _store.DisposeAsync();
        _place?.Dispose();
    }
}

/// <summary>A clock that stands until it is moved.</summary>
public sealed class ManualTime(DateTimeOffset now) : TimeProvider
{
    private DateTimeOffset _now = now;

    public override DateTimeOffset GetUtcNow() => _now;

    public void Advance(TimeSpan by) => _now += by;
}

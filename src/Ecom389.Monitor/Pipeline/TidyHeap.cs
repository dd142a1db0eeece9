using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;

namespace Ecom389.Monitor.Pipeline;

/// <summary>
/// Keeps a long scan's memory where it was when the scan was young. A page in hand while the collector runs twice is moved among the old
/// objects, and dies there a moment later; the collector looks there again only once they are nearly twice as many, 60 MB on, which a scan of
/// 100,000 pages may not reach (docs/performance.md). So it is asked to look every few thousand pages, where there is something to find.
/// </summary>
internal sealed class TidyHeap : IPageHandler
{
    /// <summary>Pages between two looks. A collection of the whole heap is some 60 ms; so many pages are 15 s of work.</summary>
    internal const int Pages = 8_000;

    /// <summary>Bytes by which the old objects must have become more.</summary>
    internal const long Worth = 6 * 1024 * 1024;

    private readonly IPageHandler _handler;
    private readonly Func<long> _grown;
    private readonly Action _collect;
    private long _pages;

    public TidyHeap(IPageHandler handler)
        : this(handler, GrownOfOldest, () => GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: false))
    {
    }

    /// <param name="handler">Does the work.</param>
    /// <param name="grown">Bytes that came to the old objects since they were last looked through.</param>
    /// <param name="collect">Looks through them.</param>
    internal TidyHeap(IPageHandler handler, Func<long> grown, Action collect)
    {
        _handler = handler;
        _grown = grown;
        _collect = collect;
    }

    /// <inheritdoc />
    public async Task<PageHandled> HandleAsync(PageContext page, Capture capture, CancellationToken cancellationToken)
    {
        var handled = await _handler.HandleAsync(page, capture, cancellationToken);
        Count();
        return handled;
    }

    /// <inheritdoc />
    public async Task<PageHandled> HandleUnchangedAsync(PageContext page, Capture capture, CancellationToken cancellationToken)
    {
        var handled = await _handler.HandleUnchangedAsync(page, capture, cancellationToken);
        Count();
        return handled;
    }

    /// <inheritdoc />
    public string Reader(SourceDefinition source) => _handler.Reader(source);

    private static long GrownOfOldest()
    {
        // The site's process collects the oldest beside its work, a scan of its own with the work at rest: the later of both counts.
        var (resting, beside) = (GC.GetGCMemoryInfo(GCKind.FullBlocking), GC.GetGCMemoryInfo(GCKind.Background));
        return SizeOfOldest(GC.GetGCMemoryInfo(GCKind.Any)) - SizeOfOldest(resting.Index > beside.Index ? resting : beside);
    }

    private static long SizeOfOldest(GCMemoryInfo collection) => collection.Index == 0 ? 0 : collection.GenerationInfo[GC.MaxGeneration].SizeAfterBytes;

    private void Count()
    {
        if (Interlocked.Increment(ref _pages) % Pages == 0 && _grown() >= Worth) _collect();
    }
}

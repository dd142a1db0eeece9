using System.Collections.Concurrent;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Pipeline;

/// <summary>
/// The kill switches of the store as cancellation tokens of this process: an order given by any process on the store acts here
/// within <see cref="Interval"/>. A store that cannot be asked leaves things as they were last known.
/// </summary>
internal sealed class StopSwitch : IAsyncDisposable
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly IStopStore _stops;
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _sources = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _end = new();
    private readonly PeriodicTimer _timer;
    private readonly Task _watching;
    private volatile IReadOnlyList<CrawlStop> _standing;

    private StopSwitch(IStopStore stops, IReadOnlyList<CrawlStop> standing, TimeProvider time)
    {
        _stops = stops;
        _standing = standing;
        _timer = new(Interval, time);
        _watching = WatchAsync();
    }

    /// <summary>Begins to watch; orders that stand already are known once this returns.</summary>
    public static async Task<StopSwitch> StartAsync(IStopStore stops, TimeProvider time, CancellationToken cancellationToken) =>
        new(stops, await stops.StandingAsync(cancellationToken), time);

    /// <summary>Cancelled once an order covers the source.</summary>
    public CancellationToken For(SourceDefinition source)
    {
        var known = _sources.GetOrAdd(source.Id, _ => new());
        if (_standing.Any(stop => stop.Covers(source.Id))) known.Cancel();
        return known.Token;
    }

    public async ValueTask DisposeAsync()
    {
        // The timer is ended and not cancelled: that would make an exception, whose stack trace costs each scan's end the reading of symbols.
        _timer.Dispose();
        await _end.CancelAsync();
        await _watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _end.Dispose();
        foreach (var source in _sources.Values) source.Dispose();
    }

    private async Task WatchAsync()
    {
        while (await _timer.WaitForNextTickAsync(CancellationToken.None))
        {
            try
            {
                _standing = await _stops.StandingAsync(_end.Token);
            }
            catch (Exception fault) when (fault is IOException or System.Data.Common.DbException)
            {
                continue;
            }

            foreach (var (id, token) in _sources)
                if (!token.IsCancellationRequested && _standing.Any(stop => stop.Covers(id))) await token.CancelAsync();
        }
    }
}

using System.Collections.Concurrent;
using System.Data.Common;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Pipeline.Shared;

/// <summary>
/// Keeps this worker's claims alive, and ends the work on those that are lost: taken by another, or not renewed for so long that they
/// soon may be. The store's absence alone ends nothing else.
/// </summary>
internal sealed class HeartBeats : IAsyncDisposable
{
    private readonly IScanRounds _rounds;
    private readonly long _round;
    private readonly SharedScanOptions _options;
    private readonly TimeProvider _time;
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _held = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _beating;
    private long _last;

    public HeartBeats(IScanRounds rounds, long round, SharedScanOptions options, TimeProvider time)
    {
        _rounds = rounds;
        _round = round;
        _options = options;
        _time = time;
        _last = time.GetTimestamp();
        _beating = Task.WhenAll(BeatAsync(), WatchAsync());
    }

    /// <summary>True while the store was not heard of for longer than the fence: nothing is claimed then.</summary>
    public bool IsCutOff => _time.GetElapsedTime(Interlocked.Read(ref _last)) > _options.Fence;

    /// <summary>Takes a claim into care; the token is cancelled when it is lost.</summary>
    public CancellationToken Hold(string source, CancellationToken stop)
    {
        var held = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _held[source] = held;
        return held.Token;
    }

    /// <summary>The claim is given up.</summary>
    public void LetGo(string source)
    {
        if (_held.TryRemove(source, out var held)) held.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _beating.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var source in _held.Keys) LetGo(source);
        _end.Dispose();
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(_options.Beat, _time);
        while (await timer.WaitForNextTickAsync(_end.Token))
        {
            var asked = _held.Keys.ToList();
            var begun = _time.GetTimestamp();
            try
            {
                var still = await _rounds.BeatAsync(_round, _options.Lease, _end.Token);
                // The claims last from when the store was asked at the earliest.
                Interlocked.Exchange(ref _last, begun);
                foreach (var lost in asked.Where(source => !still.Contains(source))) Lose(lost);
            }
            catch (Exception fault) when (fault is DbException or IOException or TimeoutException)
            {
                // The store is away: it is asked again with the next beat, and the watch decides how long that may go on.
            }
        }
    }

    // Apart from the beats: a question to a store that is cut off may be answered only minutes later.
    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(_options.Poll, _time);
        while (await timer.WaitForNextTickAsync(_end.Token))
        {
            if (!IsCutOff) continue;
            foreach (var source in _held.Keys) Lose(source);
        }
    }

    private void Lose(string source)
    {
        if (_held.TryGetValue(source, out var held) && !held.IsCancellationRequested) held.Cancel();
    }
}

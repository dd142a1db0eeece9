using System.Collections.Concurrent;

namespace Ecom389.Monitor.Pipeline.Shared;

/// <summary>The rounds this process works on: in each of them once, whether it opened it or helps.</summary>
internal sealed class RoundsInHand
{
    private readonly ConcurrentDictionary<string, SemaphoreSlim> _rounds = new(StringComparer.Ordinal);

    /// <summary>Takes a round, waiting until this process has ended its other part in it. Dispose to let it go.</summary>
    public async Task<IDisposable> TakeAsync(string key, CancellationToken cancellationToken)
    {
        var round = _rounds.GetOrAdd(key, _ => new SemaphoreSlim(1, 1));
        await round.WaitAsync(cancellationToken);
        return new Hand(round);
    }

    /// <summary>Takes a round, or returns null while it is in hand.</summary>
    public IDisposable? TryTake(string key)
    {
        var round = _rounds.GetOrAdd(key, _ => new SemaphoreSlim(1, 1));
        return round.Wait(TimeSpan.Zero, CancellationToken.None) ? new Hand(round) : null;
    }

    private sealed class Hand(SemaphoreSlim round) : IDisposable
    {
        private int _disposed;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0) round.Release();
        }
    }
}

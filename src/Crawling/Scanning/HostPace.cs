using System.Collections.Concurrent;

namespace Ecom389.Monitor.Crawling;

/// <summary>One request at a time to a host, and a pause between two; shared by all sources of a run.</summary>
internal sealed class HostPace(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Host> _hosts = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Waits for the host's turn. Dispose the turn when the answer is there; the pause counts from then.</summary>
    public async Task<Turn> WaitAsync(string host, TimeSpan delay, CancellationToken cancellationToken)
    {
        var state = _hosts.GetOrAdd(host, _ => new Host());
        await state.Gate.WaitAsync(cancellationToken);
        try
        {
            while (state.NextAt - time.GetUtcNow() is var wait && wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
            return new Turn(state, delay, time);
        }
        catch
        {
            state.Gate.Release();
            throw;
        }
    }

    /// <summary>Nothing is sent to the host for so long: it asked for it.</summary>
    public void Defer(string host, TimeSpan wait)
    {
        var state = _hosts.GetOrAdd(host, _ => new Host());
        var until = time.GetUtcNow() + wait;
        if (until > state.NextAt) state.NextAt = until;
    }

    internal sealed class Host
    {
        private long _nextAt;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        public DateTimeOffset NextAt
        {
            get => new(Interlocked.Read(ref _nextAt), TimeSpan.Zero);
            set => Interlocked.Exchange(ref _nextAt, value.UtcTicks);
        }
    }

    internal sealed class Turn(Host host, TimeSpan delay, TimeProvider time) : IDisposable
    {
        public void Dispose()
        {
            var next = time.GetUtcNow() + delay;
            if (next > host.NextAt) host.NextAt = next;
            host.Gate.Release();
        }
    }
}

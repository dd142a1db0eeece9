using System.Collections.Concurrent;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// One request at a time to a host, and a pause between two; shared by all sources of a run. Pauses are measured by the machine's
/// running time, not by its clock: a clock put right an hour ahead or back neither hurries nor stops a scan.
/// </summary>
internal sealed class HostPace(TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Host> _hosts = new(StringComparer.OrdinalIgnoreCase);
    private readonly long _origin = time.GetTimestamp();

    private TimeSpan Now => time.GetElapsedTime(_origin);

    /// <summary>Waits for the host's turn. Dispose the turn when the answer is there; the pause counts from then.</summary>
    public async Task<Turn> WaitAsync(string host, TimeSpan delay, CancellationToken cancellationToken)
    {
        var state = _hosts.GetOrAdd(host, _ => new Host());
        await state.Gate.WaitAsync(cancellationToken);
        try
        {
            while (state.NextAt - Now is var wait && wait > TimeSpan.Zero) await Task.Delay(wait, time, cancellationToken);
            return new Turn(this, state, delay);
        }
        catch
        {
            state.Gate.Release();
            throw;
        }
    }

    /// <summary>Nothing is sent to the host for so long: it asked for it.</summary>
    public void Defer(string host, TimeSpan wait) => _hosts.GetOrAdd(host, _ => new Host()).NotBefore(Now + wait);

    internal sealed class Host
    {
        private long _nextAt;

        public SemaphoreSlim Gate { get; } = new(1, 1);

        /// <summary>Since the pace began.</summary>
        public TimeSpan NextAt => new(Interlocked.Read(ref _nextAt));

        public void NotBefore(TimeSpan at)
        {
            for (var known = Interlocked.Read(ref _nextAt); at.Ticks > known;)
            {
                var seen = Interlocked.CompareExchange(ref _nextAt, at.Ticks, known);
                if (seen == known) return;
                known = seen;
            }
        }
    }

    internal sealed class Turn(HostPace pace, Host host, TimeSpan delay) : IDisposable
    {
        public void Dispose()
        {
            host.NotBefore(pace.Now + delay);
            host.Gate.Release();
        }
    }
}

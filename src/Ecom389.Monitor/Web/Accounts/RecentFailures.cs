using System.Collections.Concurrent;

namespace Ecom389.Monitor.Web.Accounts;

/// <summary>
/// Failures to sign in that this process has seen, by running time: what the clock says may be put ahead or back meanwhile. Bounded; safe for
/// concurrent use.
/// </summary>
internal sealed class RecentFailures(TimeProvider time, TimeSpan lasts)
{
    /// <summary>Names kept at most. Names are strangers' words: beyond this the audit trail alone is asked, as after a restart.</summary>
    private const int MostNames = 10_000;

    private readonly ConcurrentDictionary<string, Queue<long>> _failures = new(StringComparer.Ordinal);

    public void Add(string subject)
    {
        if (_failures.Count >= MostNames && !_failures.ContainsKey(subject)) Sweep();
        if (_failures.Count >= MostNames && !_failures.ContainsKey(subject)) return;
        var failures = _failures.GetOrAdd(subject, static _ => new());
        lock (failures)
        {
            Drop(failures);
            failures.Enqueue(time.GetTimestamp());
        }
    }

    public int Count(string subject)
    {
        if (!_failures.TryGetValue(subject, out var failures)) return 0;
        lock (failures)
        {
            Drop(failures);
            return failures.Count;
        }
    }

    public void Forget(string subject) => _failures.TryRemove(subject, out _);

    private void Drop(Queue<long> failures)
    {
        while (failures.TryPeek(out var oldest) && time.GetElapsedTime(oldest) >= lasts) failures.Dequeue();
    }

    private void Sweep()
    {
        foreach (var (subject, failures) in _failures)
        {
            lock (failures)
            {
                Drop(failures);
                if (failures.Count == 0) _failures.TryRemove(KeyValuePair.Create(subject, failures));
            }
        }
    }
}

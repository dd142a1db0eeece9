using System.Collections.Concurrent;

namespace Ecom389.Monitor.Web.Queue;

/// <summary>
/// Items a person passed over, so that "next" does not bring them round again at once. In memory only: after a restart they
/// simply come again.
/// </summary>
public sealed class SkippedItems(TimeProvider time)
{
    private const int MostRemembered = 500;

    // Long enough for a morning; what was passed over comes back the next day.
    private static readonly TimeSpan Remembered = TimeSpan.FromHours(6);

    private readonly ConcurrentDictionary<string, ConcurrentDictionary<Guid, DateTimeOffset>> _byPerson = new(StringComparer.Ordinal);

    public void Add(string person, Guid itemId)
    {
        var skipped = _byPerson.GetOrAdd(person, _ => new());
        if (skipped.Count >= MostRemembered) skipped.Clear();
        skipped[itemId] = time.GetUtcNow();
    }

    public bool Contains(string person, Guid itemId) =>
        _byPerson.TryGetValue(person, out var skipped) && skipped.TryGetValue(itemId, out var at) && time.GetUtcNow() - at < Remembered;

    /// <summary>Forgets what a person passed over: the list is at its end and begins again.</summary>
    public void Forget(string person) => _byPerson.TryRemove(person, out _);
}

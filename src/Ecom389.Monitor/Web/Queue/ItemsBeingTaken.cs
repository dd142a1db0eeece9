using System.Collections.Concurrent;

namespace Ecom389.Monitor.Web.Queue;

/// <summary>
/// Items that somebody is about to take at this moment. Twenty people who decide in the same second would otherwise all try the first item
/// of the queue, then all the second: a durable transaction each, of which one succeeds. Only spares work: the store alone says who holds
/// an item, so another process that knows nothing of these claims does no harm.
/// </summary>
public sealed class ItemsBeingTaken
{
    private readonly ConcurrentDictionary<Guid, Claim> _claims = new();

    /// <summary>The claim, given up when disposed; null when somebody else's stands.</summary>
    public IDisposable? TryClaim(Guid itemId)
    {
        var claim = new Claim(this, itemId);
        return _claims.TryAdd(itemId, claim) ? claim : null;
    }

    private sealed class Claim(ItemsBeingTaken claims, Guid itemId) : IDisposable
    {
        public void Dispose() => claims._claims.TryRemove(KeyValuePair.Create(itemId, this));
    }
}

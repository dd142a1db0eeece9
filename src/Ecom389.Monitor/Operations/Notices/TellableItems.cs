using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Operations.Notices;

/// <summary>
/// Which opened items a notice may name. One that is read blind is decided without the machine's judgement: a notice that calls it a
/// high-priority suspicion would tell. A canary is planted by ourselves and concerns nobody.
/// </summary>
internal sealed class TellableItems(IQueueStore queue)
{
    public async Task<IReadOnlyList<OpenedItem>> OfAsync(IEnumerable<OpenedItem> opened, CancellationToken cancellationToken)
    {
        var tellable = new List<OpenedItem>();
        foreach (var item in opened)
        {
            if (await queue.FindAsync(item.Item, cancellationToken) is { Item: { HidesJudgement: false } found } && !string.Equals(found.UnitId, WellKnownUnits.Canary, StringComparison.Ordinal))
                tellable.Add(item);
        }

        return tellable;
    }
}

using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Accounts;

namespace Ecom389.Monitor.Web.Queue;

/// <summary>Finds and takes the item a person goes on with: the best free one within the narrowing that they did not pass over.</summary>
public sealed class NextItem(ReviewService review, SkippedItems skipped, ItemsBeingTaken taking, TimeProvider time)
{
    // The first few are nearly always enough: each row read brings a page of the seller's words with it.
    private const int FirstBatch = 10;

    private const int Batch = 60;

    // Past this many passed-over or taken items in a row the person is better served by the list.
    private const int MostLookedAt = 600;

    public async Task<Guid?> TakeAsync(QueueQuery query, Person person, CancellationToken cancellationToken)
    {
        if (!person.MayDecide) return null;
        await review.SweepAsync(cancellationToken);
        var filter = query.Filter(time.GetUtcNow(), person.Name) with { States = [ReviewState.New], CountAtMost = 0 };
        for (int offset = 0, batch = FirstBatch; offset < MostLookedAt; offset += batch, batch = Batch)
        {
            var page = await review.ListAsync(filter with { Offset = offset, Limit = batch }, person.Actor, cancellationToken);
            foreach (var entry in page.Entries)
            {
                if (skipped.Contains(person.Name, entry.Item.Id)) continue;
                // Put off by, or handed to, somebody else: theirs unless it is opened on purpose.
                if (entry.Item.AssignedTo is { } owner && !string.Equals(owner, person.Name, StringComparison.Ordinal)) continue;
                // Colleagues who go on at the same moment read the same list: each is left another of its first items.
                using var claim = taking.TryClaim(entry.Item.Id);
                if (claim is null) continue;
                // Who finds an item gone must not wait for the record of having looked.
                if (await review.PeekAsync(entry.Item.Id, person.Actor, cancellationToken) is not { Item.State: ReviewState.New }) continue;
                var opened = await review.OpenAsync(entry.Item.Id, person.Actor, cancellationToken);
                if (opened.Outcome == OpenOutcome.Leased) return entry.Item.Id;
            }

            if (page.Entries.Count < batch) break;
        }

        skipped.Forget(person.Name);
        return null;
    }
}

using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Pipeline.Canaries;

/// <summary>What became of a run's canaries.</summary>
/// <param name="Planted">How many were sold.</param>
/// <param name="Lost">Those that did not reach the queue, each with the stage at which it was last seen: <c>not-captured</c>, <c>not-flagged</c>, <c>not-queued</c>, <c>wrong-code</c>.</param>
internal sealed record CanaryReport(int Planted, IReadOnlyList<(string Id, string Stage)> Lost)
{
    public static CanaryReport None { get; } = new(0, []);
}

/// <summary>Looks for canaries in the queue and takes them out of it again.</summary>
internal static class CanaryWatch
{
    private const string Actor = "system:canary";

    public static async Task<CanaryReport> CheckAsync(CanaryShop shop, IListingStore listings, IQueueStore queue, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var lost = new List<(string, string)>();
        foreach (var (canary, url) in shop.Planted)
            if (await StageAsync(canary, url, listings, queue, now, cancellationToken) is { } stage) lost.Add((canary.Id, stage));
        return new(shop.Planted.Count, lost);
    }

    private static async Task<string?> StageAsync(Canary canary, string url, IListingStore listings, IQueueStore queue, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (await listings.FindByUrlAsync(url, cancellationToken) is not { } listing) return "not-captured";
        if (await listings.FindingsAsync(listing.Id, cancellationToken) is not [{ Result.Flagged: true } finding, ..]) return "not-flagged";
        if (await queue.FindByListingAsync(listing.Id, cancellationToken) is not { IsOpen: true } item) return "not-queued";
        var audit = new AuditEvent(now, Actor, "canary.met", $"item:{item.Id}", null, item.UnitId);
        await queue.TryChangeAsync(item with { State = ReviewState.Dismissed, UpdatedAt = now }, item.Revision, "canary-met", Actor, now, null, audit, cancellationToken);
        return finding.Result.SuspectedCodes.Contains(canary.Code, StringComparer.Ordinal) ? null : "wrong-code";
    }
}

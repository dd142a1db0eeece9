using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Web.Items;

/// <summary>One thing a file needs, and whether it is there.</summary>
/// <param name="Key">Key of its name: <c>check.screenshot</c>.</param>
/// <param name="IsThere">True when it is.</param>
public sealed record EvidenceCheck(string Key, bool IsThere);

/// <summary>What a file about a matter needs before it can be handed on, computed from what is stored.</summary>
public static class EvidenceChecks
{
    // Older than this an offer may be gone, and the visit made for nothing.
    private static readonly TimeSpan StillThere = TimeSpan.FromDays(7);

    public static IReadOnlyList<EvidenceCheck> Of(QueueEntry entry, IReadOnlyList<string> codes, bool hasRich, bool hasCapture, DateTimeOffset now)
    {
        var record = entry.Snapshot.Content.Record;
        var checks = new List<EvidenceCheck>
        {
            new("check.capture", hasCapture),
            new("check.screenshot", hasRich),
            new("check.seen", now - entry.Listing.LastSeen <= StillThere && entry.Listing.State == "available"),
            new("check.quote", entry.Finding.Result.Signals.Any(signal => signal is { Quote: not null, Weight: > 0 })),
            new("check.seller", !string.IsNullOrWhiteSpace(record.Seller.Name)),
            new("check.phone", !string.IsNullOrWhiteSpace(record.Seller.Phone)),
            new("check.place", !string.IsNullOrWhiteSpace(entry.Item.Place ?? record.Seller.Location)),
            new("check.price", record.PriceVnd is not null),
            new("check.images", entry.Snapshot.Content.Images.Count > 0),
        };
        if (codes.Contains("counterfeit", StringComparer.Ordinal)) checks.Add(new("check.reference", PriceComparison.Of(entry) is not null));
        if (codes.Contains("uncertified", StringComparer.Ordinal)) checks.Add(new("check.conformity", ConformityView.Of(entry) is { State: not "unknown" }));
        return checks;
    }
}

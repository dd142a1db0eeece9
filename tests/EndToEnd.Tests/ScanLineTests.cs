using System.Text.Json;
using Ecom389.Monitor.Commands;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Pipeline;

namespace Ecom389.Monitor.EndToEnd.Tests;

public sealed class ScanLineTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_line_of_scan_json_keeps_its_fields_and_their_order(bool flagged)
    {
        var result = new ScoreResult("id", 0.75, flagged, 1.5, flagged ? [new("counterfeit", 0.9), new("x", 0.1)] : [], []);
        var content = new ExtractedListing { Record = new() { Title = "Túi \"hiệu\" <1:1> & \u2028", PriceVnd = flagged ? 250_000 : null } };
        var receipt = new ListingReceipt(Guid.NewGuid(), Guid.NewGuid(), Guid.NewGuid(), flagged, !flagged, flagged ? Guid.NewGuid() : null, flagged ? "flagged" : null);
        var listing = new AcknowledgedListing("shop-1", new("k", "http://a.example/?a=1&b='2'", content, "ab", "e", "d", result, new("f", "m", "p", "r")), receipt);
        var expected = JsonSerializer.Serialize(new
        {
            source = "shop-1",
            url = listing.Listing.Url,
            receipt.ListingId,
            receipt.SnapshotId,
            receipt.FindingId,
            receipt.ListingIsNew,
            receipt.SnapshotIsNew,
            receipt.ItemId,
            receipt.ItemTrigger,
            content.Record.Title,
            content.Record.PriceVnd,
            result.Score,
            result.Priority,
            result.Flagged,
            result.Violations,
        }, JsonContract.Compact);
        Assert.Equal(expected, ScanView.JsonLine(listing));
    }
}

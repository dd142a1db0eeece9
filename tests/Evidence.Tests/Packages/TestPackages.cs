using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Evidence.Packages;
using Ecom389.Monitor.Evidence.Tests.Custody;

namespace Ecom389.Monitor.Evidence.Tests.Packages;

/// <summary>Packs findings of a test installation.</summary>
internal static class TestPackages
{
    public static async Task<PackageResult> ExportAsync(TestInstallation installation, IReadOnlyList<(Capture Capture, ArchiveLocation Location)> captures, string target, bool masked = false, bool withKey = true)
    {
        var writer = new PackageWriter(new PackageTools
        {
            Archive = installation.Archive,
            Custody = installation.Custody,
            Time = installation.Clock,
            KeyFolder = withKey ? installation.Keys : null,
            Printer = new NoPrinter(),
            Mask = new StarMask(),
            Organisation = "Cơ quan thử nghiệm",
            Software = "Ecom389 Monitor thử",
        });
        return await writer.WriteAsync(Request(captures, masked), target, CancellationToken.None);
    }

    private static PackageRequest Request(IReadOnlyList<(Capture Capture, ArchiveLocation Location)> captures, bool masked)
    {
        var findings = captures.Select(place => FindingOf(place.Capture, place.Location)).ToList();
        return new($"finding:{findings[0].Finding.Id:D}", findings, "system:test", masked);
    }

    private static PackageFinding FindingOf(Capture capture, ArchiveLocation location)
    {
        var listing = new Listing { Id = Guid.CreateVersion7(), SourceId = "cho", Key = "1", Url = capture.Url, FirstSeen = capture.CapturedAt, LastSeen = capture.CapturedAt };
        var snapshot = new Snapshot
        {
            Id = Guid.CreateVersion7(),
            ListingId = listing.Id,
            CaptureId = capture.Id,
            CapturedAt = capture.CapturedAt,
            Content = new() { Record = new() { Title = "Điện thoại rep 1:1 <b>", Description = "Gọi 0900 000 123, hỏi chị Hoa 0911 222 333", PriceText = "1tr2", Seller = new() { Name = "Shop A", Phone = "0900 000 123" } }, Provenance = new Dictionary<string, string> { ["title"] = "selector:h1" } },
            ContentSha256 = ContentHash.Of("x"),
            DefinitionVersion = "d",
            ExtractorVersion = "e",
        };
        var finding = new Finding
        {
            Id = Guid.CreateVersion7(),
            ListingId = listing.Id,
            SnapshotId = snapshot.Id,
            ScoredAt = capture.CapturedAt,
            Result = new("1", 0.93, true, 0.61, [new("counterfeit", 0.93)], [new("rule", "counterfeit.replica", "counterfeit", 1.8, "title", 11, 18, "rep 1:1", "Nghi vấn hàng giả: người bán tự gọi là bản sao.", null)]),
            Versions = new("f", "m", "p", "q"),
        };
        var reference = new CaptureReference(capture.Id, capture.SourceId, capture.RequestUrl, capture.Url, capture.CapturedAt, capture.Mode, capture.Status, capture.BodySha256, capture.Body.Length, capture.RobotsDecision, location);
        return new(finding, listing, snapshot, [reference], null, []);
    }

    private sealed class NoPrinter : IRecordPrinter
    {
        public Task<string?> PrintAsync(string htmlFile, string pdfFile, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
    }

    private sealed class StarMask : IPersonalDataMask
    {
        public string Mask(string text, IReadOnlyCollection<string> keep) => text.Replace("0911 222 333", "091* *** 333", StringComparison.Ordinal);
    }
}

using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Evidence.Tests;

public sealed class FindingEvidenceTests
{
    [Fact]
    public void A_quote_names_its_capture_and_where_on_the_page_its_field_was_read()
    {
        var content = new ExtractedListing
        {
            Record = new ListingRecord { Title = "Loa rep 1:1" },
            Provenance = new Dictionary<string, string>(StringComparer.Ordinal) { ["title"] = "selector:h1", ["seller.name"] = "jsonld:seller", ["attributes"] = "heuristic:rows" },
        };
        var capture = Guid.CreateVersion7();
        var quotes = QuotedEvidence.Of(new ScoreResult("1", 0.9, true, 0.5, [], [Quote("title"), Quote("seller/name"), Quote("attributes/Xuất xứ"), Quote("description"), Quote(null)]), content, capture);
        Assert.Equal(["selector:h1", "jsonld:seller", "heuristic:rows", null], quotes.Select(quote => quote.Selector));
        Assert.All(quotes, quote => Assert.Equal((capture, "rep 1:1", 4, 11), (quote.CaptureId, quote.Quote, quote.Start, quote.End)));

        static Signal Quote(string? field) => new("rule", "counterfeit.replica-1-1", "counterfeit", 1.8, field, field is null ? null : 4, field is null ? null : 11, field is null ? null : "rep 1:1", "nghi vấn", null);
    }

    [Fact]
    public void What_was_noted_of_a_finding_is_read_again_and_a_torn_line_loses_nothing_else()
    {
        using var folder = new TestFolder();
        var evidence = new FindingEvidence(folder.Path);
        var first = new FindingCapture(Guid.CreateVersion7(), "listing", Guid.CreateVersion7(), "http://cho.example/1", new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero), new("a.warc.gz", 10, 20),
            [new("r", "title", 0, 3, "rep", Guid.CreateVersion7(), "selector:h1")]);
        evidence.Append([first]);
        File.AppendAllText(Assert.Single(Directory.GetFiles(folder.Path, "*.jsonl", SearchOption.AllDirectories)), "{\"findingId\":\"01");
        evidence.Append([first with { Role = "rich" }]);
        var read = new FindingEvidence(folder.Path).Of(first.FindingId);
        Assert.Equal(["listing", "rich"], read.Select(capture => capture.Role));
        Assert.Equal((first.Location, first.CapturedAt, first.Quotes[0]), (read[0].Location, read[0].CapturedAt, read[0].Quotes[0]));
        Assert.Equal([first.FindingId], evidence.Findings());
        Assert.Empty(evidence.Of(Guid.CreateVersion7()));
    }
}

using System.Text;
using Ecom389.Monitor.Evidence;

namespace Ecom389.Monitor.EndToEnd.Tests;

/// <summary>What the demo's scan left as evidence: the pages as fetched, and of the most urgent suspicions the rich capture.</summary>
[Collection(DemoCollection.Name)]
public sealed class CapturedEvidenceTests(DemoSession demo)
{
    private string Archive => Path.Combine(demo.Data, "evidence");

    [Fact]
    public void Every_record_of_the_scan_is_sound_and_every_file_closed()
    {
        var files = WarcFolder.Files(Archive);
        Assert.NotEmpty(files);
        Assert.All(files, file =>
        {
            Assert.False(file.IsOpen);
            using var reader = WarcFileReader.Open(Path.Combine(Archive, file.Name));
            Assert.All(reader.ReadToEnd(default), entry => Assert.True(entry.IsSound, string.Join('\n', entry.Faults)));
        });
    }

    [Fact]
    public async Task A_finding_names_the_capture_and_place_of_its_quotes_and_the_rich_capture_taken_of_it()
    {
        var evidence = new FindingEvidence(Archive);
        var reader = new WarcReader(Archive);
        var rich = 0;
        Assert.NotEmpty(evidence.Findings());
        foreach (var finding in evidence.Findings())
        {
            var captures = evidence.Of(finding);
            var page = captures.First(capture => capture.Role == "listing");
            var archived = await reader.ReadAsync(page.Location, default);
            Assert.True(archived.DigestHolds);
            Assert.NotEmpty(page.Quotes);
            Assert.All(page.Quotes, quote => Assert.Equal(page.CaptureId, quote.CaptureId));
            Assert.Contains(page.Quotes, quote => quote.Selector is not null);
            foreach (var capture in captures.Where(capture => capture.Role == "rich"))
            {
                rich++;
                Assert.True((await reader.ReadAsync(capture.Location, default)).DigestHolds);
                var dom = reader.ReadEntry(capture.Location);
                Assert.Equal("conversion", dom.Type);
                Assert.Contains("<html", Encoding.UTF8.GetString(dom.Block.Span), StringComparison.Ordinal);
            }
        }

        Assert.True(rich > 0, "no rich capture was taken");
    }
}

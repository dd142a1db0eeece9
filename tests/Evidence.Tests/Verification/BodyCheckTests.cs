using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Evidence.Verification;
using FolderFiles = Ecom389.Monitor.Evidence.Files.FolderFiles;

namespace Ecom389.Monitor.Evidence.Tests.Verification;

public sealed class BodyCheckTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_capture_kept_without_its_body_is_found_though_its_record_is_sound()
    {
        var page = Samples.Page("http://cho.example/1", "<html><title>Tin 1</title></html>");
        // What the engine once did: the store took in the page, the archive got its head alone.
        var bodiless = page with { Body = ReadOnlyMemory<byte>.Empty, BodySha256 = ContentHash.Of("") };
        var place = await AppendAsync(bodiless);

        var report = await CheckAsync(Reference(page, place));

        var fault = Assert.Single(report.Faults);
        Assert.Equal((FaultKind.BrokenBytes, $"{place.File}: record at byte {place.Offset}"), (fault.Kind, fault.Place));
        Assert.Contains("holds a body of 0 bytes", fault.Detail, StringComparison.Ordinal);
        Assert.Contains(page.BodySha256, fault.Detail, StringComparison.Ordinal);
        Assert.Contains(page.Id.ToString("D"), fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whole_compressed_unchanged_rendered_and_handed_pages_hold()
    {
        var compressed = Samples.Compressed(Samples.Page("http://cho.example/1", "<p>nén</p>"));
        Capture[] pages =
        [
            Samples.Page("http://cho.example/2", "<p>một</p>"),
            compressed,
            compressed with { Id = Guid.CreateVersion7(), CapturedAt = compressed.CapturedAt.AddDays(1) },
            Samples.Rich("http://cho.example/3", "<p>DOM</p>"),
            Samples.Page("http://cho.example/4", "url,title\n") with { Mode = RenderMode.File },
            Samples.Page("http://cho.example/5", ""),
        ];
        var references = new List<CaptureReference>();
        foreach (var page in pages) references.Add(Reference(page, await AppendAsync(page)));

        var report = await CheckAsync([.. references]);

        Assert.Empty(report.Faults);
        Assert.Equal(pages.Length, report.Checked.Single(row => row.Subject == CheckedSubjects.Bodies).Count);
    }

    [Fact]
    public async Task A_file_that_is_gone_and_a_place_without_a_record_are_named()
    {
        var page = Samples.Page("http://cho.example/1", "<p>một</p>");
        var place = await AppendAsync(page);

        var report = await CheckAsync(Reference(page, place with { File = "ecom389-crawl-gone.warc.gz" }), Reference(page, place with { Offset = place.Offset + 1 }));

        Assert.Equal([FaultKind.MissingFile, FaultKind.BrokenBytes], report.Faults.Select(fault => fault.Kind));
    }

    [Fact]
    public async Task What_retention_deleted_is_no_fault()
    {
        var page = Samples.Page("http://cho.example/1", "<p>một</p>");
        var ledger = new ArtefactLedger();
        ledger.Add(new("retention", 1, 1, null, new CustodyEntry(CustodyActions.Deleted, "system:retention", $"capture:{page.Id:D}") { Reason = "hết hạn" }));
        ledger.Add(new("retention", 2, 2, null, new CustodyEntry(CustodyActions.Deleted, "system:retention", "file:cũ.warc.gz") { Reason = "hết hạn" }));
        var report = new VerificationReport();
        var check = new BodyCheck(_folder.Path, new FolderFiles(_folder.Path), ledger);

        await check.RunAsync(Reference(page, new("nowhere.warc.gz", 0, 1)), report, CancellationToken.None);
        await check.RunAsync(Reference(page with { Id = Guid.CreateVersion7() }, new("cũ.warc.gz", 0, 1)), report, CancellationToken.None);

        Assert.Empty(report.Faults);
    }

    private async Task<ArchiveLocation> AppendAsync(Capture capture)
    {
        await using var archive = new WarcArchive(_folder.Path, "Cơ quan thử nghiệm", TimeProvider.System);
        return await archive.AppendAsync(capture, CancellationToken.None);
    }

    private async Task<VerificationReport> CheckAsync(params CaptureReference[] captures)
    {
        var report = new VerificationReport();
        var check = new BodyCheck(_folder.Path, new FolderFiles(_folder.Path), new ArtefactLedger());
        foreach (var capture in captures) await check.RunAsync(capture, report, CancellationToken.None);
        return report;
    }

    private static CaptureReference Reference(Capture capture, ArchiveLocation place) =>
        new(capture.Id, capture.SourceId, capture.RequestUrl, capture.Url, capture.CapturedAt, capture.Mode, capture.Status, capture.BodySha256, capture.Body.Length, capture.RobotsDecision, place);
}

using System.Text;
using Ecom389.Monitor.Core;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Evidence.Tests;

public sealed class WarcArchiveTests : IDisposable
{
    private const string Url = "http://cho.example/san-pham/1?a=b";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_captured_comes_back_byte_for_byte_from_its_location()
    {
        var bodies = new[] { "<p>một</p>", "", "{\"giá\":\"1tr2\"}\r\n\r\n", new string('x', 300_000) };
        var places = new List<ArchiveLocation>();
        await using (var archive = NewArchive())
            foreach (var body in bodies) places.Add(await archive.AppendAsync(Samples.Page(Url, body), default));

        var reader = new WarcReader(_folder.Path);
        for (var i = 0; i < bodies.Length; i++)
        {
            var page = await reader.ReadAsync(places[i], default);
            Assert.Equal(bodies[i], Encoding.UTF8.GetString(page.Body));
            Assert.Equal(Url, page.TargetUri);
            Assert.Equal("text/html; charset=utf-8", page.ContentType);
            Assert.True(page.DigestHolds);
        }
    }

    [Fact]
    public void Any_bytes_in_body_and_any_text_in_headers_survive_in_either_mode() =>
        Prop.ForAll<byte[], string, bool>((bytes, value, rendered) =>
        {
            using var folder = new TestFolder();
            var capture = Samples.Page(Url, bytes) with { Mode = rendered ? RenderMode.Browser : RenderMode.Http };
            capture = capture with { ResponseHeaders = [.. capture.ResponseHeaders, new("X-Any", value ?? "")] };
            ArchiveLocation place;
            using (var archive = new Blocking(folder.Path)) place = archive.Append(capture);
            var page = new WarcReader(folder.Path).ReadAsync(place, default).GetAwaiter().GetResult();
            var entries = Samples.Read(folder.Of(place.File));
            var kept = entries[1].Http?.Field("X-Any");
            return page.DigestHolds && page.Body.AsSpan().SequenceEqual(bytes) && entries.All(entry => entry.IsSound)
                && (rendered || kept == AsAHeaderHolds(value ?? ""));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_compressed_body_is_kept_as_received_and_handed_out_decoded()
    {
        var capture = Samples.Compressed(Samples.Page(Url, "<p>nén</p>"));
        ArchiveLocation place;
        await using (var archive = NewArchive()) place = await archive.AppendAsync(capture, default);

        var record = new WarcReader(_folder.Path).ReadEntry(place);
        Assert.Equal(capture.WireBody!.Value.ToArray(), record.Payload.ToArray());
        Assert.Equal("gzip", record.Http!.Field("Content-Encoding"));
        Assert.Equal("chunked", record.Http.Field("X-Archive-Orig-Transfer-Encoding"));
        Assert.Null(record.Http.Field("Transfer-Encoding"));
        var page = await new WarcReader(_folder.Path).ReadAsync(place, default);
        Assert.Equal("<p>nén</p>", Encoding.UTF8.GetString(page.Body));
        var facts = Facts(place.File);
        Assert.Equal(capture.BodySha256, facts.BodySha256);
        Assert.Equal(["head", "transfer-decoded"], facts.Reconstructed);
    }

    [Fact]
    public async Task Request_response_and_metadata_are_tied_together_and_the_file_says_who_and_how()
    {
        ArchiveLocation place;
        var capture = Samples.Page(Url, "<p>1</p>") with { HttpVersion = "2", ServerAddress = "203.0.113.7", RobotsDecision = "allowed (no robots.txt)", Facts = new Dictionary<string, string> { ["tls.problem"] = "expired" } };
        await using (var archive = NewArchive()) place = await archive.AppendAsync(capture, default);

        var entries = Samples.Read(_folder.Of(place.File));
        Assert.Equal(["warcinfo", "response", "request", "metadata"], entries.Select(entry => entry.Type));
        Assert.All(entries.Skip(2), entry => Assert.Equal(entries[1].Id, entry.Field("WARC-Concurrent-To")));
        Assert.Equal("203.0.113.7", entries[1].Field("WARC-IP-Address"));
        var info = Encoding.UTF8.GetString(entries[0].Block.Span);
        Assert.Contains("operator: Ban Chỉ đạo 389\r\n", info, StringComparison.Ordinal);
        Assert.Contains("software: Ecom389 Monitor ", info, StringComparison.Ordinal);
        Assert.Contains("hostClock: ", info, StringComparison.Ordinal);
        Assert.Contains("zone offset ", info, StringComparison.Ordinal);
        Assert.Contains("reconstructed: http2 = ", info, StringComparison.Ordinal);
        Assert.Equal(place.File, entries[0].Field("WARC-Filename"));
        Assert.StartsWith("GET /san-pham/1?a=b HTTP/1.1\r\nHost: cho.example\r\nUser-Agent: Ecom389Monitor/0.1\r\n", Encoding.UTF8.GetString(entries[2].Block.Span), StringComparison.Ordinal);
        var facts = CaptureFacts.Of(entries[3])!;
        Assert.Equal(capture.Id, facts.CaptureId);
        Assert.Equal("allowed (no robots.txt)", facts.Robots);
        Assert.Equal(["http2"], facts.Reconstructed);
        Assert.Equal("expired", facts.Facts!["tls.problem"]);
        Assert.StartsWith("ecom389-crawl-scan-", place.File, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unchanged_body_is_a_revisit_that_refers_to_the_original_and_reads_as_it()
    {
        var first = Samples.Page(Url, new string('a', 5000), At(3));
        await using var archive = NewArchive();
        await archive.AppendAsync(first, default);
        var place = await archive.AppendAsync(Samples.Page(Url, new string('a', 5000), At(4)), default);
        var changed = await archive.AppendAsync(Samples.Page(Url, new string('b', 5000), At(5)), default);

        var reader = new WarcReader(_folder.Path, archive.Index);
        var revisit = reader.ReadEntry(place);
        Assert.Equal("revisit", revisit.Type);
        Assert.Equal("http://netpreserve.org/warc/1.1/revisit/identical-payload-digest", revisit.Field("WARC-Profile"));
        Assert.Equal(Url, revisit.Field("WARC-Refers-To-Target-URI"));
        Assert.Equal("2026-11-22T03:00:00.000000Z", revisit.Field("WARC-Refers-To-Date"));
        var facts = CaptureFacts.Of(revisit)!;
        Assert.Equal((true, true), (facts.SameRequest, facts.SameFacts));
        Assert.Equal($"<urn:uuid:{first.Id:D}>", revisit.Field("WARC-Refers-To"));
        Assert.DoesNotContain(Samples.Read(_folder.Of(place.File)), entry => entry.Type is "request" or "metadata" && entry.Date == At(4));
        var page = await reader.ReadAsync(place, default);
        Assert.Equal(first.Body.ToArray(), page.Body);
        Assert.Equal(At(4), page.Date);
        Assert.True(page.DigestHolds);
        Assert.Equal("response", reader.ReadEntry(changed).Type);
    }

    [Fact]
    public async Task A_revisit_in_a_later_file_finds_its_original_and_another_request_is_written_out()
    {
        await using (var archive = NewArchive()) await archive.AppendAsync(Samples.Page(Url, "giống nhau", At(3)), default);
        ArchiveLocation place;
        await using (var archive = NewArchive())
            place = await archive.AppendAsync(Samples.Page(Url, "giống nhau", At(9)) with { RequestHeaders = [new("User-Agent", "Khác/2")], RobotsDecision = "override 12/QĐ" }, default);
        Assert.Equal(2, WarcFolder.Files(_folder.Path).Count);
        Assert.Equal(["warcinfo", "revisit", "request"], Samples.Read(_folder.Of(place.File)).Select(entry => entry.Type));
        var facts = CaptureFacts.Of(Samples.Read(_folder.Of(place.File))[1])!;
        Assert.Equal(("override 12/QĐ", null, null), (facts.Robots, facts.SameFacts, facts.SameRequest));
        Assert.Equal("giống nhau", Encoding.UTF8.GetString((await new WarcReader(_folder.Path).ReadAsync(place, default)).Body));
    }

    [Fact]
    public async Task A_rich_capture_keeps_document_dom_answers_picture_print_and_certificates_in_a_class_of_its_own()
    {
        IReadOnlyList<ArchiveLocation> places;
        await using (var archive = NewArchive()) places = await archive.AppendAllAsync(Samples.Rich(Url, "<p>sau khi dựng</p>"), default);
        var entries = Samples.Read(_folder.Of(places[0].File));
        Assert.StartsWith("ecom389-finding-scan-", places[0].File, StringComparison.Ordinal);
        Assert.Equal(
            ["urn:dom:" + Url, Url, Url, "http://cho.example/api/1", "http://cho.example/anh/1.png", "urn:fullPage:" + Url, "urn:pdf:" + Url, "urn:tls:https://cho.example/", Url],
            entries.Skip(1).Select(entry => entry.TargetUri));
        Assert.Equal(["conversion", "request", "response", "response", "response", "resource", "resource", "metadata", "metadata"], entries.Skip(1).Select(entry => entry.Type));
        Assert.Equal(entries[3].Id, entries[1].Field("WARC-Refers-To"));
        Assert.All(entries.Skip(2), entry => Assert.Equal(entries[1].Id, entry.Field("WARC-Concurrent-To")));
        Assert.All(entries, entry => Assert.True(entry.IsSound));
        Assert.Equal("br", entries[3].Http!.Field("X-Archive-Orig-Content-Encoding"));
        Assert.Contains("dom", CaptureFacts.Of(entries[^1])!.Reconstructed!);
        Assert.Equal(entries.Count, entries.Select(entry => entry.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal("<p>sau khi dựng</p>", Encoding.UTF8.GetString((await new WarcReader(_folder.Path).ReadAsync(places[0], default)).Body));
    }

    [Fact]
    public async Task Files_are_rotated_by_size_and_each_begins_with_a_warcinfo_record()
    {
        await using (var archive = new WarcArchive(new WarcArchiveOptions(_folder.Path, "Ban Chỉ đạo 389") { RotateAt = 20_000, Worker = "Máy 1" }))
            for (var i = 0; i < 30; i++) await archive.AppendAsync(Samples.Page(Url + i, Noise(2000, i)), default);
        var files = WarcFolder.Files(_folder.Path);
        Assert.InRange(files.Count, 3, 8);
        Assert.All(files, file =>
        {
            Assert.False(file.IsOpen);
            Assert.InRange(file.Length, 1, 25_000);
            Assert.StartsWith("ecom389-crawl-m-y-1-", file.Name, StringComparison.Ordinal);
            Assert.Equal("warcinfo", Samples.Read(_folder.Of(file.Name))[0].Type);
        });
        var index = new CdxjIndex(_folder.Path);
        for (var i = 0; i < 30; i++) Assert.NotNull(index.Nearest(Url + i, At(3)));
    }

    [Theory]
    [InlineData(300)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(200_000)]
    public async Task A_body_that_came_packed_lies_in_its_record_as_it_is_and_any_gzip_reader_takes_it(int length)
    {
        var page = Samples.Compressed(Samples.Page(Url, Noise(length, 1)));
        ArchiveLocation place;
        await using (var archive = NewArchive()) place = await archive.AppendAsync(page, default);

        var file = await File.ReadAllBytesAsync(_folder.Of(place.File));
        var record = file.AsSpan((int)place.Offset, (int)place.Length).ToArray();
        var wire = page.WireBody!.Value.ToArray();
        Assert.True(record.AsSpan().IndexOf(wire.AsSpan(0, 256)) > 0);
        using var plain = new MemoryStream();
        await using (var gzip = new System.IO.Compression.GZipStream(new MemoryStream(record), System.IO.Compression.CompressionMode.Decompress)) await gzip.CopyToAsync(plain);
        Assert.True(plain.ToArray().AsSpan().EndsWith([.. wire, .. "\r\n\r\n"u8]));
        Assert.Equal(page.Body.ToArray(), (await new WarcReader(_folder.Path).ReadAsync(place, default)).Body);
        Assert.All(Samples.Read(_folder.Of(place.File)), entry => Assert.True(entry.IsSound));
    }

    [Fact]
    public async Task Captures_written_side_by_side_all_come_back()
    {
        const int Writers = 16;
        const int Each = 60;
        var places = new ArchiveLocation[Writers * Each];
        await using var archive = new WarcArchive(new WarcArchiveOptions(_folder.Path, "Ban Chỉ đạo 389") { RotateAt = 200_000 });
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
        {
            for (var i = writer; i < places.Length; i += Writers) places[i] = await archive.AppendAsync(Samples.Page(Url + i, Noise(500 + i, i)), default);
        })));
        var reader = new WarcReader(_folder.Path, archive.Index);
        for (var i = 0; i < places.Length; i++) Assert.Equal(Noise(500 + i, i), (await reader.ReadAsync(places[i], default)).Body);
        Assert.All(WarcFolder.Files(_folder.Path), file => Assert.All(Samples.Read(_folder.Of(file.Name)), entry => Assert.True(entry.IsSound)));
    }

    [Fact]
    public async Task A_location_outside_the_archive_is_refused() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => new WarcReader(_folder.Path).ReadAsync(new("../x.warc.gz", 0, 10), default));

    private static DateTimeOffset At(int hour) => new(2026, 11, 22, hour, 0, 0, TimeSpan.Zero);

    private static byte[] Noise(int length, int seed)
    {
        var bytes = new byte[length];
        new System.Random(seed).NextBytes(bytes);
        return bytes;
    }

    /// <summary>A header holds one line of UTF-8 without space at its ends.</summary>
    private static string AsAHeaderHolds(string value) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value.ReplaceLineEndings(" ").Replace('\0', ' ').Replace('\v', ' '))).Trim();

    private CaptureFacts Facts(string file) => Samples.Read(_folder.Of(file)).Select(CaptureFacts.Of).OfType<CaptureFacts>().Single();

    private WarcArchive NewArchive() => new(_folder.Path, "Ban Chỉ đạo 389", TimeProvider.System);

    /// <summary>For properties, which cannot wait.</summary>
    private sealed class Blocking(string folder) : IDisposable
    {
        private readonly WarcArchive _archive = new(folder, "Ban Chỉ đạo 389", TimeProvider.System);

        public ArchiveLocation Append(Capture capture) => _archive.AppendAsync(capture, default).AsTask().GetAwaiter().GetResult();

        public void Dispose() => _archive.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}

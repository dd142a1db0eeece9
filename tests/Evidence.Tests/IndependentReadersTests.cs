using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Microsoft.Playwright;

namespace Ecom389.Monitor.Evidence.Tests;

/// <summary>What we write is read by programs that are not ours: warcio, js-wacz, and ReplayWeb.page in Chromium.</summary>
public sealed class IndependentReadersTests : IDisposable
{
    private const string Shop = "http://cho.example";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [ReadersFact]
    public async Task Warcio_reads_every_record_and_finds_every_digest_right()
    {
        await RecordAsync();
        var files = WarcFolder.Files(_folder.Path).Select(file => _folder.Of(file.Name)).ToArray();
        var (exit, output, error) = await Readers.RunAsync("check-warc.mjs", files);
        Assert.True(exit == 0, output + error);
        var theirs = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var ours = files.SelectMany(Samples.Read).ToList();
        Assert.Equal(ours.Select(entry => (entry.File, entry.Offset, entry.Type)), theirs.Select(line => (line.GetProperty("file").GetString()!, line.GetProperty("offset").GetInt64(), line.GetProperty("type").GetString()!)));
    }

    [ReadersFact]
    public async Task Warcio_and_the_check_notice_an_altered_record()
    {
        await RecordAsync();
        var path = _folder.Of(WarcFolder.Files(_folder.Path)[0].Name);
        var entry = Samples.Read(path).First(entry => entry.Type == "response");
        // The same record with one letter changed and packed again: gzip's own checksum holds, the digest does not.
        var bytes = await File.ReadAllBytesAsync(path);
        using var altered = new MemoryStream();
        altered.Write(bytes.AsSpan(0, (int)entry.Offset));
        using (var gzip = new GZipStream(altered, CompressionLevel.Optimal, leaveOpen: true))
        {
            using var member = new GZipStream(new MemoryStream(bytes, (int)entry.Offset, (int)entry.Length), CompressionMode.Decompress);
            using var plain = new MemoryStream();
            await member.CopyToAsync(plain);
            var record = plain.ToArray();
            record[^10] ^= 1;
            gzip.Write(record);
        }

        altered.Write(bytes.AsSpan((int)(entry.Offset + entry.Length)));
        await File.WriteAllBytesAsync(path, altered.ToArray());
        Assert.Equal(1, (await Readers.RunAsync("check-warc.mjs", path)).Exit);
        var fault = Samples.Read(path).SelectMany(found => found.Faults).First();
        Assert.Equal((entry.Offset, true), (fault.Offset, fault.Code is "block-digest" or "payload-digest"));
    }

    [ReadersFact]
    public async Task Js_wacz_makes_of_our_files_the_very_index_we_made()
    {
        var pages = await RecordAsync();
        var wacz = _folder.Of("case.wacz");
        Export(wacz, pages);
        var unpacked = Directory.CreateDirectory(_folder.Of("unpacked")).FullName;
        await ZipFile.ExtractToDirectoryAsync(wacz, unpacked);
        var theirs = _folder.Of("theirs.wacz");
        var (exit, output, error) = await Readers.RunAsync(
            Path.Combine("node_modules", "@harvard-lil", "js-wacz", "bin", "cli.js"),
            "create", "--file", Path.Combine(unpacked, "archive", "*.warc.gz"), "--pages", Path.Combine(unpacked, "pages"), "--output", theirs);
        Assert.True(exit == 0 && File.Exists(theirs), output + error);
        using var zip = await ZipFile.OpenReadAsync(theirs);
        Assert.NotNull(zip.GetEntry("pages/pages.jsonl"));
        using var reader = new StreamReader(zip.GetEntry("indexes/index.cdx")!.Open());
        var lines = (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => CdxjEntry.TryParse(line)!).ToList();
        var known = (await File.ReadAllLinesAsync(Path.Combine(unpacked, "indexes", "index.cdx"))).Select(line => CdxjEntry.TryParse(line)!).ToList();
        // They index metadata records too; ours are looked up by their page.
        var indexed = lines.Where(line => known.Any(mine => mine.File == line.File && mine.Offset == line.Offset)).ToList();
        Assert.Equal(known.Select(Place), indexed.Select(Place));
        Assert.All(lines.Except(indexed), line => Assert.Equal("application/json", line.Mime));

        static (string, string, string, string, string, string?, string?) Place(CdxjEntry entry) =>
            (entry.Key, entry.Timestamp, entry.File, entry.Offset, entry.Length, entry.Digest?.Split(':')[^1], entry.Mime?.Split(';')[0]);
    }

    [Fact]
    public async Task An_export_says_of_every_file_in_it_how_large_it_is_and_what_its_hash()
    {
        var pages = await RecordAsync();
        var wacz = _folder.Of("case.wacz");
        var records = Export(wacz, pages);
        using var zip = await ZipFile.OpenReadAsync(wacz);
        using var package = await JsonDocument.ParseAsync(zip.GetEntry("datapackage.json")!.Open());
        Assert.Equal("1.1.1", package.RootElement.GetProperty("wacz_version").GetString());
        var resources = package.RootElement.GetProperty("resources").EnumerateArray().ToDictionary(resource => resource.GetProperty("path").GetString()!);
        Assert.Equal(zip.Entries.Select(entry => entry.FullName).Except(["datapackage.json", "datapackage-digest.json"]).Order(StringComparer.Ordinal), resources.Keys.Order(StringComparer.Ordinal));
        foreach (var entry in zip.Entries.Where(entry => resources.ContainsKey(entry.FullName)))
        {
            var bytes = Bytes(entry);
            Assert.Equal(bytes.Length, resources[entry.FullName].GetProperty("bytes").GetInt64());
            Assert.Equal("sha256:" + ContentHash.Of(bytes), resources[entry.FullName].GetProperty("hash").GetString());
            Assert.Equal(entry.Length, entry.CompressedLength);
        }

        using var digest = await JsonDocument.ParseAsync(zip.GetEntry("datapackage-digest.json")!.Open());
        Assert.Equal("sha256:" + ContentHash.Of(Bytes(zip.GetEntry("datapackage.json")!)), digest.RootElement.GetProperty("hash").GetString());

        // Each record is there bit for bit.
        foreach (var record in records)
        {
            var original = new byte[record.Source.Length];
            await using var source = File.OpenRead(_folder.Of(record.Source.File));
            source.Position = record.Source.Offset;
            await source.ReadExactlyAsync(original);
            Assert.Equal(original, Bytes(zip.GetEntry(record.Path)!).AsSpan((int)record.Offset, original.Length).ToArray());
        }

        Assert.Contains(records, record => record.Type == "revisit");
    }

    [Fact]
    public async Task A_damaged_record_is_not_exported()
    {
        var pages = await RecordAsync();
        var path = _folder.Of(pages[0].Location.File);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[pages[0].Location.Offset + pages[0].Location.Length / 2] ^= 4;
        await File.WriteAllBytesAsync(path, bytes);
        var refused = Assert.Throws<InvalidDataException>(() => Export(_folder.Of("case.wacz"), pages));
        Assert.Contains(pages[0].Location.File, refused.Message, StringComparison.Ordinal);
    }

    [ReadersFact(chromium: true)]
    public async Task ReplayWebPage_shows_the_archived_page_in_Chromium()
    {
        var pages = await RecordAsync();
        Export(_folder.Of("case.wacz"), pages);
        var replay = Path.Combine(Readers.Folder!, "replaywebpage");
        using var server = new StaticServer(new Dictionary<string, (string, Func<byte[]>)>(StringComparer.Ordinal)
        {
            ["/"] = ("text/html; charset=utf-8", () => Encoding.UTF8.GetBytes($"<!doctype html><script src=\"/ui.js\"></script><replay-web-page source=\"/case.wacz\" url=\"{Shop}/sp/1\" replayBase=\"/replay/\" embed=\"replayonly\"></replay-web-page>")),
            ["/ui.js"] = ("text/javascript", () => File.ReadAllBytes(Path.Combine(replay, "ui.js"))),
            // What the service worker would answer, for a frame that asks before it is at work.
            ["/replay/"] = ("text/html; charset=utf-8", () => "<!doctype html><script src=\"./ui.js\"></script><replay-app-main></replay-app-main>"u8.ToArray()),
            // The page that the service worker makes asks for it beside itself.
            ["/replay/ui.js"] = ("text/javascript", () => File.ReadAllBytes(Path.Combine(replay, "ui.js"))),
            ["/replay/sw.js"] = ("text/javascript", () => File.ReadAllBytes(Path.Combine(replay, "sw.js"))),
            ["/case.wacz"] = ("application/wacz", () => File.ReadAllBytes(_folder.Of("case.wacz"))),
        });
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = TestChromium.Executable, Args = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"] });
        var page = await browser.NewPageAsync();
        await page.GotoAsync(server.Address, new() { Timeout = 120_000 });
        var shown = page.FrameLocator("replay-web-page iframe").FrameLocator("iframe");
        await Assertions.Expect(shown.GetByText("Bộ kích sóng 5W chưa kiểm định")).ToBeVisibleAsync(new() { Timeout = 240_000 });
        await Assertions.Expect(shown.Locator("#gia")).ToHaveTextAsync("1.200.000 đ", new() { Timeout = 120_000 });
    }

    /// <summary>A page compressed by its server, the same page again, and a rich capture whose page fetches its price by script.</summary>
    private async Task<List<WaczPage>> RecordAsync()
    {
        var at = new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
        var page = Samples.Compressed(Samples.Page(Shop + "/danh-muc?trang=2&Loai=B", "<!doctype html><title>Danh mục</title><p>Máy bộ đàm, giá " + new string('.', 400) + "</p>", at));
        const string Document = """<!doctype html><meta charset="utf-8"><title>Bộ kích sóng</title><h1>Bộ kích sóng 5W chưa kiểm định</h1><p id="gia"></p><script>fetch('/api/gia').then(r => r.json()).then(d => { document.getElementById('gia').textContent = d.gia; })</script>""";
        var rich = Samples.Rich(Shop + "/sp/1", Document.Replace("<p id=\"gia\"></p>", "<p id=\"gia\">1.200.000 đ</p>", StringComparison.Ordinal), at.AddMinutes(5)) with
        {
            Document = new(Shop + "/sp/1", 200, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(Document)),
            SubResources = [new(Shop + "/api/gia", 200, "application/json", "{\"gia\":\"1.200.000 đ\"}"u8.ToArray())],
        };
        await using var archive = new WarcArchive(_folder.Path, "Ban Chỉ đạo 389", TimeProvider.System);
        return
        [
            new(await archive.AppendAsync(rich, default), "Bộ kích sóng"),
            new(await archive.AppendAsync(page, default)),
            new(await archive.AppendAsync(page with { Id = Guid.CreateVersion7(), CapturedAt = at.AddDays(1) }, default)),
        ];
    }

    private IReadOnlyList<WaczRecord> Export(string path, IReadOnlyList<WaczPage> pages) =>
        new WaczExporter(_folder.Path).Export(path, pages, new("Hồ sơ thử", "Bản thu để kiểm chứng", new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero)), default);

    private static byte[] Bytes(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}

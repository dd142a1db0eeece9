using System.Text;
using Ecom389.Monitor.Core;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Evidence.Tests;

public sealed class WarcArchiveTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ecom389-warc-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task What_was_captured_comes_back_byte_for_byte_from_its_location()
    {
        var bodies = new[] { "<p>một</p>", "", "{\"giá\":\"1tr2\"}\r\n\r\n", new string('x', 300_000) };
        var places = new List<ArchiveLocation>();
        await using (var archive = NewArchive())
            foreach (var body in bodies) places.Add(await archive.AppendAsync(CaptureOf(Encoding.UTF8.GetBytes(body)), default));

        var reader = new WarcReader(_folder);
        for (var i = 0; i < bodies.Length; i++)
        {
            var page = await reader.ReadAsync(places[i], default);
            Assert.Equal(bodies[i], Encoding.UTF8.GetString(page.Body));
            Assert.Equal("http://cho.example/san-pham/1?a=b", page.TargetUri);
            Assert.Equal("text/html; charset=utf-8", page.ContentType);
            Assert.True(page.DigestHolds);
        }
    }

    [Fact]
    public void Any_body_survives_in_either_mode() =>
        Prop.ForAll<byte[], bool>((bytes, rendered) =>
        {
            var archive = NewArchive();
            var place = archive.AppendAsync(CaptureOf(bytes) with { Mode = rendered ? RenderMode.Browser : RenderMode.Http }, default).AsTask().GetAwaiter().GetResult();
            archive.DisposeAsync().AsTask().GetAwaiter().GetResult();
            var page = new WarcReader(_folder).ReadAsync(place, default).GetAwaiter().GetResult();
            return page.DigestHolds && page.Body.AsSpan().SequenceEqual(bytes);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_flipped_byte_is_noticed()
    {
        ArchiveLocation place;
        await using (var archive = NewArchive()) place = await archive.AppendAsync(CaptureOf(Encoding.UTF8.GetBytes(new string('a', 50))), default);
        var path = Path.Combine(_folder, place.File);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[place.Offset + place.Length / 2] ^= 0x40;
        await File.WriteAllBytesAsync(path, bytes);

        bool holds;
        try
        {
            holds = (await new WarcReader(_folder).ReadAsync(place, default)).DigestHolds;
        }
        catch (InvalidDataException error)
        {
            Assert.Contains(place.File, error.Message, StringComparison.Ordinal);
            holds = false;
        }

        Assert.False(holds);
    }

    [Fact]
    public async Task A_location_outside_the_archive_is_refused() =>
        await Assert.ThrowsAsync<InvalidDataException>(() => new WarcReader(_folder).ReadAsync(new("../x.warc.gz", 0, 10), default));

    private WarcArchive NewArchive() => new(_folder, "Ban Chỉ đạo 389", TimeProvider.System);

    private static Capture CaptureOf(byte[] body) => new()
    {
        Id = Guid.CreateVersion7(),
        SourceId = "cho",
        RequestUrl = "http://cho.example/san-pham/1?a=b",
        Url = "http://cho.example/san-pham/1?a=b",
        CapturedAt = new(2026, 11, 22, 3, 4, 5, TimeSpan.Zero),
        Mode = RenderMode.Http,
        Status = 200,
        RequestHeaders = [new("User-Agent", "Ecom389Monitor/0.1")],
        ResponseHeaders = [new("Content-Type", "text/html; charset=utf-8"), new("Content-Encoding", "gzip")],
        Body = body,
        BodySha256 = ContentHash.Of(body),
        SubResources = [new("http://cho.example/api/1", 200, "application/json", "{}"u8.ToArray())],
        RobotsDecision = "allowed",
    };
}

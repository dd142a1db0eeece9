using System.Text;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Evidence.Tests;

/// <summary>
/// Power goes while the last capture is being written: whatever part of it reached the disk, the archive opens, holds all that was
/// acknowledged, and says what it cut.
/// </summary>
public sealed class TornWriteTests : IDisposable
{
    private const string Url = "http://cho.example/sp/";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_tail_dropped_at_every_byte_is_cut_and_noted_and_every_acknowledged_record_is_there()
    {
        var night = await RecordNightAsync();
        for (var cut = night.Acknowledged; cut < night.Bytes.Length; cut++) AssertMended(night, night.Bytes[..cut], cut);
    }

    [Fact]
    public async Task A_tail_that_the_disk_returns_as_zeros_is_cut_and_noted()
    {
        var night = await RecordNightAsync();
        // A file system that had grown the file but not written it; the places are many, so every seventh.
        for (var cut = night.Acknowledged; cut < night.Bytes.Length; cut += 7)
        {
            var bytes = night.Bytes.ToArray();
            Array.Clear(bytes, cut, bytes.Length - cut);
            if (!bytes.AsSpan().SequenceEqual(night.Bytes)) AssertMended(night, bytes, cut);
        }
    }

    [Fact]
    public async Task A_file_cut_before_its_first_record_was_whole_opens_too()
    {
        var night = await RecordNightAsync();
        foreach (var cut in Enumerable.Range(0, 40))
        {
            using var folder = Crashed(night.Name, night.Bytes[..cut]);
            await using var archive = new WarcArchive(folder.Path, "Ban Chỉ đạo 389", TimeProvider.System);
            Assert.Equal(0, Assert.Single(archive.Mended).Records);
        }
    }

    [Fact]
    public async Task A_file_whose_writer_lives_is_left_alone()
    {
        await using var writer = Archive();
        await writer.AppendAsync(Samples.Page(Url + "1", "một"), default);
        await using var other = Archive();
        Assert.Empty(other.Mended);
        await writer.AppendAsync(Samples.Page(Url + "2", "hai"), default);
        Assert.All(Samples.Read(_folder.Of(Assert.Single(WarcFolder.Files(_folder.Path)).Name)), entry => Assert.True(entry.IsSound));
    }

    [Fact]
    public async Task Damage_before_the_tail_is_no_reason_to_cut_what_follows()
    {
        var night = await RecordNightAsync();
        var bytes = night.Bytes.ToArray();
        bytes[night.Places[1].Offset + 40] ^= 0x10;
        using var folder = Crashed(night.Name, bytes);
        await using var archive = new WarcArchive(folder.Path, "Ban Chỉ đạo 389", TimeProvider.System);
        Assert.Null(Assert.Single(archive.Mended).CutAt);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(folder.Of(night.Name)));
    }

    private static void AssertMended(Night night, byte[] onDisk, int cut)
    {
        using var folder = Crashed(night.Name, onDisk);
        var archive = new WarcArchive(folder.Path, "Ban Chỉ đạo 389", TimeProvider.System);
        var mended = Assert.Single(archive.Mended);
        var entries = Samples.Read(folder.Of(night.Name));
        Assert.All(entries, entry => Assert.True(entry.IsSound, $"cut at {cut}: {string.Join("; ", entry.Faults)}"));

        // What was whole is untouched, and what was acknowledged was whole.
        var kept = (int)(mended.CutAt ?? onDisk.Length);
        Assert.InRange(kept, night.Acknowledged, onDisk.Length);
        Assert.True(File.ReadAllBytes(folder.Of(night.Name)).AsSpan(0, kept).SequenceEqual(night.Bytes.AsSpan(0, kept)));
        var reader = new WarcReader(folder.Path, archive.Index);
        foreach (var (place, body) in night.Places.Zip(night.Bodies))
            Assert.Equal(body, Encoding.UTF8.GetString(reader.ReadAsync(place, default).GetAwaiter().GetResult().Body));
        Assert.Equal(night.Places[1], archive.Index.Nearest(Url + "1", night.At)!.Location);

        // The cut is told in the file itself.
        if (mended.CutAt is not null)
        {
            var note = entries[^1];
            Assert.Equal("metadata", note.Type);
            Assert.Equal(mended.CutAt, note.Offset);
            Assert.Contains("\"event\":\"torn-tail-cut\"", Encoding.UTF8.GetString(note.Block.Span), StringComparison.Ordinal);
            Assert.Equal(ContentHash.Of(onDisk.AsSpan(kept)), mended.CutSha256);
            Assert.Equal(onDisk.Length - kept, mended.CutBytes);
        }

        Assert.False(Assert.Single(WarcFolder.Files(folder.Path)).IsOpen);
    }

    /// <summary>Three captures acknowledged, and the file as it is after a fourth was written.</summary>
    private async Task<Night> RecordNightAsync()
    {
        var at = new DateTimeOffset(2026, 11, 22, 3, 0, 0, TimeSpan.Zero);
        string[] bodies = ["không", "một " + new string('m', 900), "hai"];
        var places = new List<ArchiveLocation>();
        await using var archive = Archive();
        for (var i = 0; i < bodies.Length; i++) places.Add(await archive.AppendAsync(Samples.Page(Url + i, bodies[i], at), default));
        var path = _folder.Of(places[0].File);
        var acknowledged = (int)new FileInfo(path).Length;
        await archive.AppendAsync(Samples.Compressed(Samples.Page(Url + "cuoi", "<p>bản thu cuối cùng</p>", at)), default);
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes);
        return new(places[0].File, at, bytes, acknowledged, places, bodies);
    }

    private WarcArchive Archive() => new(_folder.Path, "Ban Chỉ đạo 389", TimeProvider.System);

    /// <summary>A folder as a machine finds it after power came back: the file, the writer's mark, no index.</summary>
    private static TestFolder Crashed(string name, byte[] bytes)
    {
        var folder = new TestFolder();
        File.WriteAllBytes(folder.Of(name), bytes);
        File.WriteAllBytes(folder.Of(name + WarcFolder.OpenMark), []);
        return folder;
    }

    private sealed record Night(string Name, DateTimeOffset At, byte[] Bytes, int Acknowledged, List<ArchiveLocation> Places, string[] Bodies);
}

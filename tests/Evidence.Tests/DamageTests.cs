using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Evidence.Tests;

/// <summary>Bytes altered anywhere are reported with the range they lie in, and what lies outside it is still read.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_byte_flipped_anywhere_in_a_file_is_reported_with_the_range_it_lies_in()
    {
        var (name, bytes, entries) = await RecordAsync();
        Prop.ForAll<NonNegativeInt, byte>((position, mask) =>
        {
            var at = position.Item % bytes.Length;
            var altered = bytes.ToArray();
            altered[at] ^= (byte)(mask == 0 ? 1 : mask);
            var found = Read(altered, name);
            var record = entries.Single(entry => at >= entry.Offset && at < entry.Offset + entry.Length);
            var faults = found.SelectMany(entry => entry.Faults).Where(fault => fault.IsError).ToList();
            var others = found.Where(entry => entry.IsSound).Select(entry => entry.Offset).ToHashSet();
            return faults.Any(fault => at >= fault.Offset && at < fault.Offset + fault.Length)
                && entries.Where(entry => entry != record).All(entry => others.Contains(entry.Offset));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));
    }

    [Fact]
    public async Task A_byte_flipped_in_a_plain_file_is_reported_by_the_digest_of_its_block()
    {
        var (name, bytes, _) = await RecordAsync();
        using var plain = new MemoryStream();
        await using (var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress)) await gzip.CopyToAsync(plain);
        var whole = plain.ToArray();
        var entries = Read(whole, name);
        Assert.All(entries, entry => Assert.True(entry.IsSound));
        var blocks = entries.Where(entry => entry.Block.Length > 0).ToList();
        Prop.ForAll<NonNegativeInt, NonNegativeInt, byte>((record, position, mask) =>
        {
            var entry = blocks[record.Item % blocks.Count];
            var start = entry.Offset + entry.Length - 4 - entry.Block.Length;
            var at = start + (position.Item % entry.Block.Length);
            var altered = whole.ToArray();
            altered[at] ^= (byte)(mask == 0 ? 1 : mask);
            var fault = Read(altered, name).SelectMany(found => found.Faults).First(found => found.Code == "block-digest");
            return fault.Offset == start && fault.Length == entry.Block.Length;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void Any_bytes_at_all_are_read_without_a_crash_and_to_the_end() => Prop.ForAll<byte[], bool>((bytes, likeWarc) =>
    {
        byte[] file = likeWarc ? [.. "WARC/1.1\r\nContent-Length: 3\r\n"u8, .. bytes] : [0x1F, 0x8B, 8, .. bytes];
        var entries = Read(file, "x.warc.gz");
        return entries.Sum(entry => entry.Length) == file.Length && entries.Zip(entries.Skip(1)).All(pair => pair.First.Offset + pair.First.Length == pair.Second.Offset);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_record_taken_out_of_the_middle_is_named_by_what_referred_to_it()
    {
        await using var archive = new WarcArchive(_folder.Path, "Ban Chỉ đạo 389", TimeProvider.System);
        await archive.AppendAsync(Samples.Page("http://cho.example/1", "như cũ"), default);
        var revisit = await archive.AppendAsync(Samples.Page("http://cho.example/1", "như cũ", new(2026, 11, 23, 0, 0, 0, TimeSpan.Zero)), default);
        using var elsewhere = new TestFolder();
        await using (var source = new FileStream(_folder.Of(revisit.File), FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            var bytes = new byte[revisit.Length];
            source.Position = revisit.Offset;
            await source.ReadExactlyAsync(bytes);
            await File.WriteAllBytesAsync(elsewhere.Of(revisit.File), bytes);
        }

        var missing = await Assert.ThrowsAsync<InvalidDataException>(() => new WarcReader(elsewhere.Path).ReadAsync(revisit with { Offset = 0 }, default));
        Assert.Contains("http://cho.example/1 2026-11-22T03:04:05.000000Z", missing.Message, StringComparison.Ordinal);
    }

    private static List<WarcEntry> Read(byte[] bytes, string name)
    {
        using var reader = new WarcFileReader(new MemoryStream(bytes), name);
        return [.. reader.ReadToEnd(default)];
    }

    private async Task<(string Name, byte[] Bytes, List<WarcEntry> Entries)> RecordAsync()
    {
        string name;
        await using (var archive = new WarcArchive(_folder.Path, "Ban Chỉ đạo 389", TimeProvider.System))
        {
            name = (await archive.AppendAsync(Samples.Compressed(Samples.Page("http://cho.example/1", "<p>một</p>" + new string('a', 700))), default)).File;
            await archive.AppendAsync(Samples.Page("http://cho.example/2", "<p>hai</p>"), default);
        }

        return (name, await File.ReadAllBytesAsync(_folder.Of(name)), Samples.Read(_folder.Of(name)));
    }
}

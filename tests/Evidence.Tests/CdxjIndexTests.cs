using System.Globalization;
using Ecom389.Monitor.Core;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Evidence.Tests;

public sealed class CdxjIndexTests : IDisposable
{
    private static readonly DateTimeOffset Night = new(2026, 11, 22, 16, 0, 0, TimeSpan.Zero);

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("http://www.cho.example/San-Pham?b=2&a=1", "example,cho)/san-pham?a=1&b=2")]
    [InlineData("https://cho.example:8443/", "example,cho:8443)/")]
    [InlineData("https://www2.bán-hàng.example/sản phẩm", "example,xn--bn-hng-ltae)/s%E1%BA%A3n%20ph%E1%BA%A9m")]
    [InlineData("urn:dom:http://cho.example/a b", "urn:dom:http://cho.example/a%20b")]
    public void An_address_is_indexed_under_its_sort_friendly_form(string url, string key) =>
        Assert.Equal(key, CdxjEntry.Of(url, Night).Key, ignoreCase: true);

    [Fact]
    public void Any_line_written_is_read_again() => Prop.ForAll<string, long, string>((path, offset, mime) =>
    {
        var entry = CdxjEntry.Of("http://cho.example/" + path, Night) with { Mime = mime, Status = "200", Digest = "sha256:00", File = "a.warc.gz", Offset = Math.Abs(offset % 1_000_000_000).ToString(CultureInfo.InvariantCulture), Length = "17" };
        var line = entry.ToLine();
        var again = CdxjEntry.TryParse(line);
        // Lone surrogates cannot be written as UTF-8 and come back as U+FFFD.
        return !line.Contains('\n', StringComparison.Ordinal) && again is not null && again.Key == entry.Key && again.Location == entry.Location
            && (again == entry || path.Concat(mime ?? "").Any(char.IsSurrogate));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task Of_many_captures_the_one_nearest_in_time_is_found_through_runs_merged_and_not()
    {
        // Twelve archives opened and closed leave twelve runs, which are merged on the way.
        for (var night = 0; night < 12; night++)
        {
            await using var archive = NewArchive();
            for (var page = 0; page < 30; page++) await archive.AppendAsync(Samples.Page(Url(page), $"trang {page}, đêm {night}", Night.AddDays(night)), default);
        }

        Assert.InRange(Directory.GetFiles(_folder.Of("index"), "*.cdx.gz").Length, 1, 8);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.cdxj"));
        var index = new CdxjIndex(_folder.Path);
        var reader = new WarcReader(_folder.Path, index);
        for (var page = 0; page < 30; page++)
        {
            Assert.Equal(12, index.Find(Url(page)).Count);
            var found = index.Nearest(Url(page), Night.AddDays(page % 12).AddHours(3))!;
            Assert.Equal($"trang {page}, đêm {page % 12}", System.Text.Encoding.UTF8.GetString((await reader.ReadAsync(found.Location, default)).Body));
        }

        Assert.Null(index.Nearest(Url(30), Night));
        var all = index.All().Select(entry => entry.ToLine()).ToList();
        Assert.Equal(360, all.Count);
        Assert.Equal(all.Order(StringComparer.Ordinal), all);
    }

    [Fact]
    public void Of_a_file_that_grows_and_grows_no_more_than_so_many_lines_are_held_in_memory_and_each_is_found_once()
    {
        var index = new CdxjIndex(_folder.Path);
        var warc = _folder.Of("a.warc.gz");
        var pages = (CdxjIndex.MaxFresh * 2) + 500;
        foreach (var batch in Enumerable.Range(0, pages).Chunk(100))
            index.Append(warc, [.. batch.Select(page => CdxjEntry.Of(Url(page), Night) with { File = "a.warc.gz", Offset = page.ToString(CultureInfo.InvariantCulture), Length = "1" })]);
        Assert.InRange(index.LinesInMemory, 1, CdxjIndex.MaxFresh);
        Found(index);
        Found(new CdxjIndex(_folder.Path));

        index.Seal(warc);
        Assert.Equal(0, index.LinesInMemory);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.cdxj"));
        Found(index);
        Found(new CdxjIndex(_folder.Path));

        void Found(CdxjIndex looked)
        {
            Assert.Equal(pages, looked.All().Count());
            foreach (var page in (int[])[0, 1, CdxjIndex.MaxFresh - 1, CdxjIndex.MaxFresh, pages - 1])
                Assert.Equal(page, Assert.Single(looked.Find(Url(page))).Location.Offset);
        }
    }

    [Fact]
    public void When_one_of_two_files_in_hand_is_closed_the_other_s_captures_are_still_found()
    {
        var index = new CdxjIndex(_folder.Path);
        foreach (var (file, page) in (IEnumerable<(string, int)>)[("a", 1), ("b", 2), ("a", 3), ("b", 4)])
            index.Append(_folder.Of(file + ".warc.gz"), [CdxjEntry.Of(Url(page), Night) with { File = file + ".warc.gz", Offset = page.ToString(CultureInfo.InvariantCulture), Length = "1" }]);
        index.Seal(_folder.Of("a.warc.gz"));
        Assert.Equal(2, index.LinesInMemory);
        for (var page = 1; page <= 4; page++) Assert.Equal(page, Assert.Single(index.FindKnown(Url(page))).Location.Offset);
        index.Seal(_folder.Of("b.warc.gz"));
        Assert.Equal(0, index.LinesInMemory);
        for (var page = 1; page <= 4; page++) Assert.Equal(page, Assert.Single(index.FindKnown(Url(page))).Location.Offset);
    }

    [Fact]
    public async Task What_another_process_captures_is_seen_without_opening_the_index_anew()
    {
        var index = new CdxjIndex(_folder.Path);
        Assert.Null(index.Nearest(Url(1), Night));
        await using var archive = NewArchive();
        var place = await archive.AppendAsync(Samples.Page(Url(1), "một"), default);
        Assert.Equal(place, index.Nearest(Url(1), Night)!.Location);
        var next = await archive.AppendAsync(Samples.Page(Url(2), "hai"), default);
        Assert.Equal(next, index.Nearest(Url(2), Night)!.Location);
    }

    [Fact]
    public async Task A_torn_line_in_a_journal_is_passed_over()
    {
        ArchiveLocation place;
        await using (var archive = NewArchive())
        {
            place = await archive.AppendAsync(Samples.Page(Url(1), "một"), default);
            var journal = Assert.Single(Directory.GetFiles(_folder.Path, "*.cdxj"));
            await File.AppendAllTextAsync(journal, "example,cho)/2 20261122 {\"url\":\"http");
            Assert.Equal(place, new CdxjIndex(_folder.Path).Nearest(Url(1), Night)!.Location);
        }

        Assert.Equal(place, Assert.Single(new CdxjIndex(_folder.Path).All()).Location);
    }

    [Fact]
    public void Whatever_is_indexed_is_found_and_nothing_else() => Prop.ForAll<NonEmptyArray<NonNegativeInt>, NonNegativeInt>((pages, asked) =>
    {
        using var folder = new TestFolder();
        var lines = pages.Item.Select(page => CdxjEntry.Of(Url(page.Item % 400), Night.AddMinutes(page.Item)) with { File = "a.warc.gz", Offset = "1", Length = "2" })
            .Select(entry => entry.ToLine()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        var run = CdxjRun.Write(folder.Of("a" + CdxjRun.DataEnd), lines.Select(line => (ReadOnlyMemory<byte>)System.Text.Encoding.UTF8.GetBytes(line)));
        var prefix = Surt.Of(Url(asked.Item % 400)) + " ";
        return run.Find(prefix).SequenceEqual(lines.Where(line => line.StartsWith(prefix, StringComparison.Ordinal))) && run.All().Select(line => System.Text.Encoding.UTF8.GetString(line.Span)).SequenceEqual(lines);
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(60).WithEndSize(2000));

    private static string Url(int page) => string.Create(CultureInfo.InvariantCulture, $"http://shop-{page % 7}.example/san-pham/{page}");

    private WarcArchive NewArchive() => new(_folder.Path, "Ban Chỉ đạo 389", TimeProvider.System);
}

using System.Text;
using Ecom389.Monitor.Evidence.Custody;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Evidence.Tests.Custody;

public sealed class CustodyLogTests : IDisposable
{
    private readonly TestInstallation _installation = new();

    public void Dispose() => _installation.Dispose();

    [Fact]
    public async Task Events_are_chained_in_the_order_they_were_acknowledged()
    {
        await using (var log = Open())
            for (var i = 0; i < 5; i++) await log.AppendAsync(Entry(i), default);

        var lines = Lines();
        Assert.Equal([1, 2, 3, 4, 5], lines.Select(line => line.Sequence));
        Assert.Equal(CustodyLine.Genesis(Writer), lines[0].Previous);
        for (var i = 1; i < lines.Count; i++) Assert.Equal(lines[i - 1].Hash, lines[i].Previous);
    }

    [Fact]
    public async Task A_log_opened_again_goes_on_where_it_stopped()
    {
        for (var i = 0; i < 3; i++)
            await using (var log = Open()) await log.AppendAsync(Entry(i), default);
        Assert.Equal([1, 2, 3], Lines().Select(line => line.Sequence));
    }

    [Fact]
    public async Task Two_processes_never_share_a_chain()
    {
        await using var first = Open();
        await using var second = Open();
        Assert.NotEqual(first.Writer, second.Writer);
    }

    [Fact]
    public async Task A_tail_torn_at_any_byte_is_cut_and_noted_and_every_acknowledged_event_is_there()
    {
        await using (var log = Open())
            for (var i = 0; i < 4; i++) await log.AppendAsync(Entry(i), default);
        var path = _installation.Custody.Chain(Writer);
        var whole = await File.ReadAllBytesAsync(path);
        var acknowledged = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;
        for (var length = acknowledged + 1; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(path, whole[..length]);
            await using (Open()) { }
            var lines = Lines();
            Assert.Equal(4, lines.Count);
            Assert.Equal(CustodyActions.Captured, lines[2].Event!.Entry.What);
            Assert.Equal(CustodyActions.Recovered, lines[3].Event!.Entry.What);
            Assert.Equal((length - acknowledged).ToString(System.Globalization.CultureInfo.InvariantCulture), lines[3].Event!.Entry.Details!["length"]);
        }
    }

    [Fact]
    public async Task A_chain_broken_in_the_middle_is_left_untouched_and_another_is_begun()
    {
        await using (var log = Open())
            for (var i = 0; i < 4; i++) await log.AppendAsync(Entry(i), default);
        var path = _installation.Custody.Chain(Writer);
        var bytes = await File.ReadAllBytesAsync(path);
        bytes[40] ^= 1;
        await File.WriteAllBytesAsync(path, bytes);
        await using (var log = Open())
        {
            Assert.EndsWith("-scan-2", log.Writer, StringComparison.Ordinal);
            await log.AppendAsync(Entry(9), default);
        }

        Assert.Equal(bytes, await File.ReadAllBytesAsync(path));
    }

    [Fact]
    public async Task A_clock_set_back_does_not_make_the_chain_run_backwards_and_is_kept_beside()
    {
        await using (var log = Open())
        {
            var first = await log.AppendAsync(Entry(0), default);
            _installation.Clock.Set(first.Event!.Instant.AddHours(-1));
            var second = await log.AppendAsync(Entry(1), default);
            Assert.Equal(first.Event.At, second.Event!.At);
            Assert.True(second.Event.Clock < second.Event.At);
        }

        Assert.True((await _installation.VerifyAsync()).Holds);
    }

    [Fact]
    public async Task Events_that_wait_together_are_synced_together()
    {
        await using var log = Open();
        await Task.WhenAll(Enumerable.Range(0, 2_000).Select(i => log.AppendAsync(Entry(i), default)));
        Assert.Equal(2_000, log.Written.Lines);
        Assert.InRange(log.Written.Syncs, 1, 1_000);
    }

    [Fact]
    public void An_event_is_spelled_as_its_tree_is() => Prop.ForAll<(string, string, long, bool), string[], int>((some, texts, artefacts) =>
    {
        var (subject, reason, number, isWhole) = some;
        var entry = new CustodyEntry(CustodyActions.Captured, "system:scan", subject ?? "")
        {
            Reason = reason,
            Details = isWhole ? texts.Where(text => text is not null).Distinct(StringComparer.Ordinal).ToDictionary(text => text, text => text + subject, StringComparer.Ordinal) : null,
            Artefacts = [.. Enumerable.Range(0, Math.Abs(artefacts % 3)).Select(i => new CustodyArtefact($"{reason}{i}.warc.gz", number, i, "ab"))],
        };
        var custodyEvent = new CustodyEvent("máy-1", number, 7, isWhole ? null : number, entry);
        var direct = new System.Buffers.ArrayBufferWriter<byte>();
        CanonicalEvent.Write(custodyEvent, direct);
        return direct.WrittenSpan.SequenceEqual(CanonicalJson.Write(custodyEvent.ToJson()));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task A_deletion_without_reason_is_refused()
    {
        await using var log = Open();
        await Assert.ThrowsAsync<ArgumentException>(() => log.AppendAsync(new(CustodyActions.Deleted, "system:retention", "capture:1"), default));
    }

    [Fact]
    public void A_person_stands_in_the_chain_under_a_pseudonym_that_dies_with_its_salt()
    {
        var people = new Pseudonyms(Path.Combine(_installation.Root, "salts"));
        var lan = people.Of("lan");
        Assert.DoesNotContain("lan", lan, StringComparison.Ordinal);
        Assert.Equal(lan, people.Of("lan"));
        Assert.True(people.Is(lan, "lan"));
        Assert.False(people.Is(lan, "minh"));
        Assert.True(people.Forget("lan"));
        Assert.False(people.Is(lan, "lan"));
        Assert.NotEqual(lan, people.Of("lan"));
        Assert.Equal("system:scan", people.Of("system:scan"));
    }

    [Fact]
    public void The_signing_key_is_for_its_owner_alone()
    {
        using var key = SigningKey.OpenOrCreate(_installation.Keys, _installation.Clock);
        using var again = SigningKey.OpenOrCreate(_installation.Keys, _installation.Clock);
        Assert.Equal(key.Fingerprint, again.Fingerprint);
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Directory.GetFiles(_installation.Keys).Single()));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_installation.Keys));
    }

    [Theory]
    [InlineData("""{"b":1,"a":2}""")]
    [InlineData("""{"a": 1}""")]
    [InlineData("""{"a":1,"a":1}""")]
    [InlineData("""{"a":"\u0041"}""")]
    [InlineData("""{"a":1.0}""")]
    public void Json_spelled_otherwise_than_canonically_is_refused(string json) =>
        Assert.Throws<InvalidDataException>(() => CanonicalJson.ReadObject(Encoding.UTF8.GetBytes(json)));

    private string Writer => _installation.Custody.Writers()[0];

    private CustodyLog Open() => CustodyLog.Open(_installation.Custody, "scan", _installation.Clock);

    private List<CustodyLine> Lines()
    {
        using var file = CustodyChain.Open(_installation.Custody.Chain(Writer));
        return [.. CustodyChain.Read(file).Select(entry => entry.Line!)];
    }

    private static CustodyEntry Entry(int i) => new(CustodyActions.Captured, "system:scan", $"capture:{i}") { Details = new Dictionary<string, string> { ["tên"] = "giá \"1tr2\"\t" } };
}

using System.Text;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Anchoring;
using Ecom389.Monitor.Evidence.Custody;
using Ecom389.Monitor.Evidence.Tests.Custody;
using Ecom389.Monitor.Evidence.Verification;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Evidence.Tests.Verification;

public sealed class StoreVerifierTests : IAsyncLifetime
{
    private readonly TestInstallation _installation = new();

    public async Task InitializeAsync()
    {
        await _installation.CaptureAsync(6);
        _installation.Anchor();
        await _installation.CaptureAsync(6);
        _installation.Anchor();
        await _installation.CaptureAsync(3);
        _installation.Seal();
    }

    public Task DisposeAsync()
    {
        _installation.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task What_nobody_touched_holds_and_says_what_was_checked()
    {
        var report = await _installation.VerifyAsync(new() { KeyFolder = _installation.Keys });
        Assert.Empty(report.Faults);
        Assert.Equal(21, Count(report, CheckedSubjects.ChainLines));
        Assert.Equal(3, Count(report, CheckedSubjects.Seals));
        Assert.Equal(2, Count(report, CheckedSubjects.Anchors));
        Assert.Equal(Directory.GetFiles(_installation.Archive, "*.warc.gz").Sum(file => new FileInfo(file).Length), Count(report, CheckedSubjects.Bytes));
    }

    [Fact]
    public void A_byte_flipped_anywhere_in_archive_or_custody_is_found_and_named()
    {
        var files = Directory.GetFiles(_installation.Archive, "*.warc.gz")
            .Concat(Directory.GetFiles(_installation.Custody.Root, "*.json*", SearchOption.AllDirectories))
            .Concat(Directory.GetFiles(_installation.Custody.PublicKeys)).Order(StringComparer.Ordinal).ToArray();
        Prop.ForAll<int, int, byte>((which, where, mask) =>
        {
            var file = files[(uint)which % files.Length];
            var bytes = File.ReadAllBytes(file);
            var at = (int)((uint)where % bytes.Length);
            bytes[at] ^= mask == 0 ? (byte)1 : mask;
            return WithFile(file, bytes, report => report.Faults.Any(fault => Names(fault, file, at)));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_file_cut_at_any_byte_is_found()
    {
        var files = Directory.GetFiles(_installation.Archive, "*.warc.gz");
        Prop.ForAll<int, int>((which, where) =>
        {
            var file = files[(uint)which % files.Length];
            var bytes = File.ReadAllBytes(file);
            return WithFile(file, bytes[..(int)((uint)where % bytes.Length)], report => report.Faults.Any(fault => fault.Kind == FaultKind.BrokenBytes));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Bytes_added_to_a_closed_file_are_found()
    {
        await File.AppendAllTextAsync(Directory.GetFiles(_installation.Archive, "*.warc.gz")[0], "x");
        Assert.Contains((await _installation.VerifyAsync()).Faults, fault => fault.Detail.Contains("added after", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_is_gone_without_deletion_is_named()
    {
        var file = Directory.GetFiles(_installation.Archive, "*.warc.gz")[0];
        File.Delete(file);
        var fault = Assert.Single((await _installation.VerifyAsync()).Faults);
        Assert.Equal((FaultKind.MissingFile, Path.GetFileName(file)), (fault.Kind, fault.Place));
    }

    [Fact]
    public void A_log_line_dropped_repeated_moved_or_re_timed_is_found_and_named_with_its_writer()
    {
        Prop.ForAll<int, int, int>((kind, from, to) =>
        {
            var lines = ReadLines();
            int a = (int)((uint)from % lines.Count), b = (int)((uint)to % lines.Count);
            switch ((uint)kind % 4)
            {
                case 0: lines.RemoveAt(a); break;
                case 1: lines.Insert(b, lines[a]); break;
                case 2 when a != b: (lines[a], lines[b]) = (lines[b], lines[a]); break;
                default: lines[a] = lines[a].Replace("\"at\":17", "\"at\":16", StringComparison.Ordinal); break;
            }

            return WithFile(Chain, Join(lines), report => report.Faults.Any(fault => fault.Kind == FaultKind.BrokenLink && fault.Place.Contains(Writer, StringComparison.Ordinal)));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_chain_recomputed_from_any_record_without_the_key_is_found_and_named()
    {
        Prop.ForAll<int>(k =>
        {
            var lines = ReadLines();
            var from = (int)((uint)k % lines.Count);
            Recompute(lines, from, custodyEvent => custodyEvent with { Entry = custodyEvent.Entry with { Subject = "capture:other" } });
            return WithFile(Chain, Join(lines), report => report.Faults.Any(fault => fault.Kind == FaultKind.BrokenLink && fault.Place.Contains(Writer, StringComparison.Ordinal) && Spans(fault.Place, from + 1)));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task A_chain_recomputed_after_its_last_seal_is_found_once_the_key_s_holder_sealed_it()
    {
        // Before the anchor, with the writer's file in hand: the seals of the scan already stand against it.
        var lines = ReadLines();
        Recompute(lines, lines.Count - 2, custodyEvent => custodyEvent with { Entry = custodyEvent.Entry with { Who = "system:nobody" } });
        await File.WriteAllBytesAsync(Chain, Join(lines));
        var fault = Assert.Single((await _installation.VerifyAsync()).Faults);
        Assert.Equal(FaultKind.BrokenLink, fault.Kind);
        using var key = SigningKey.OpenOrCreate(_installation.Keys, _installation.Clock);
        Assert.NotNull(new Sealer(_installation.Custody, key, _installation.Clock).SealAll()[0].Problem);
    }

    [Fact]
    public async Task A_chain_recomputed_and_sealed_with_a_key_of_the_attacker_is_not_by_the_expected_key()
    {
        using var own = SigningKey.OpenOrCreate(_installation.Keys, _installation.Clock);
        var lines = ReadLines();
        Recompute(lines, 3, custodyEvent => custodyEvent with { Entry = custodyEvent.Entry with { Subject = "capture:other" } });
        await File.WriteAllBytesAsync(Chain, Join(lines));
        File.Delete(_installation.Custody.Seal(Writer));
        Directory.Delete(_installation.Custody.Anchors, recursive: true);
        using var stranger = SigningKey.OpenOrCreate(Path.Combine(_installation.Root, "stranger"), _installation.Clock);
        new Sealer(_installation.Custody, stranger, _installation.Clock).SealAll();
        var report = await _installation.VerifyAsync(new() { ExpectedKeys = new HashSet<string> { own.Fingerprint } });
        Assert.Contains(report.Faults, fault => fault.Kind == FaultKind.WrongSignature && fault.Detail.Contains("expected", StringComparison.Ordinal));
        Assert.Contains((await _installation.VerifyAsync(new() { KeyFolder = _installation.Keys })).Faults, fault => fault.Kind == FaultKind.BrokenLink);
    }

    [Fact]
    public async Task A_holder_of_the_key_who_rewrites_everything_is_caught_by_what_left_the_store()
    {
        var drop = Path.Combine(_installation.Root, "drop");
        await new AnchorDelivery(_installation.Custody, _installation.Clock).RunAsync([new FileDrop(drop)], default);
        var lines = ReadLines();
        Recompute(lines, 3, custodyEvent => custodyEvent with { Entry = custodyEvent.Entry with { Subject = "capture:other" } });
        await File.WriteAllBytesAsync(Chain, Join(lines));
        File.Delete(_installation.Custody.Seal(Writer));
        File.Delete(Path.Combine(_installation.Keys, "sealed.json"));
        Directory.Delete(_installation.Custody.Anchors, recursive: true);
        _installation.Anchor();
        Assert.True((await _installation.VerifyAsync(new() { KeyFolder = _installation.Keys })).Holds);
        var report = await _installation.VerifyAsync(new() { Drops = [drop] });
        Assert.Contains(report.Faults, fault => fault.Kind == FaultKind.WrongProof);
        Assert.Contains(report.Faults, fault => fault.Kind == FaultKind.MissingFile);
    }

    [Fact]
    public async Task Chain_and_seals_set_back_together_are_noticed_by_anchor_and_by_the_key_s_holder()
    {
        var lines = ReadLines();
        var seals = await File.ReadAllLinesAsync(_installation.Custody.Seal(Writer));
        await File.WriteAllBytesAsync(Chain, Join(lines[..6]));
        await File.WriteAllTextAsync(_installation.Custody.Seal(Writer), seals[0] + "\n");
        Assert.Contains((await _installation.VerifyAsync()).Faults, fault => fault.Detail.Contains("anchor 1", StringComparison.Ordinal));
        Assert.Contains((await _installation.VerifyAsync(new() { KeyFolder = _installation.Keys })).Faults, fault => fault.Detail.Contains("holder of the key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_event_before_the_one_it_follows_is_named_even_when_its_hash_is_right()
    {
        var lines = ReadLines();
        Recompute(lines, 4, custodyEvent => custodyEvent with { At = custodyEvent.At - 3_600_000_000 });
        await File.WriteAllBytesAsync(Chain, Join(lines));
        Assert.Contains((await _installation.VerifyAsync()).Faults, fault => fault.Kind == FaultKind.TimeBackwards && fault.Place.StartsWith($"{Writer} #5", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reading_that_was_cut_off_goes_on_after_the_last_file_it_finished()
    {
        var progress = Path.Combine(_installation.Root, "rehash.json");
        using var cut = new CancellationTokenSource();
        var files = 0;
        var options = new RehashOptions { ProgressFile = progress, Progress = new Immediate(read => { if (++files == 16) cut.Cancel(); }) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new StoreVerifier(_installation.Archive, _installation.Custody, TimeProvider.System).RunAsync(new(), options, cut.Token));
        Assert.True(File.Exists(progress));
        var rest = await _installation.VerifyAsync(rehash: new() { ProgressFile = progress });
        Assert.True(rest.Holds);
        Assert.InRange(Count(rest, CheckedSubjects.Files), 1, 2);
        Assert.False(File.Exists(progress));
    }

    private string Writer => _installation.Custody.Writers()[0];

    private string Chain => _installation.Custody.Chain(Writer);

    private static long Count(VerificationReport report, string subject) => report.Checked.FirstOrDefault(row => row.Subject == subject)?.Count ?? 0;

    private List<string> ReadLines() => [.. File.ReadAllLines(Chain)];

    private static byte[] Join(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));

    /// <summary>What an attacker does who may write the file: changes an event and makes every hash after it right again.</summary>
    private static void Recompute(List<string> lines, int from, Func<CustodyEvent, CustodyEvent> change)
    {
        var previous = from == 0 ? null : CustodyLine.Decode(Encoding.UTF8.GetBytes(lines[from - 1])).Hash;
        for (var i = from; i < lines.Count; i++)
        {
            var custodyEvent = CustodyLine.Decode(Encoding.UTF8.GetBytes(lines[i])).Event!;
            var line = CustodyLine.After(previous ?? CustodyLine.Genesis(custodyEvent.Writer), i == from ? change(custodyEvent) : custodyEvent);
            lines[i] = Encoding.UTF8.GetString(line.Encode());
            previous = line.Hash;
        }
    }

    private bool WithFile(string file, byte[] bytes, Func<VerificationReport, bool> check)
    {
        var original = File.ReadAllBytes(file);
        try
        {
            File.WriteAllBytes(file, bytes);
            return check(_installation.VerifyAsync().GetAwaiter().GetResult());
        }
        finally
        {
            File.WriteAllBytes(file, original);
        }
    }

    /// <summary>An archive's file is named with the range the byte lies in; custody files by writer, anchor or key.</summary>
    private bool Names(Fault fault, string file, int at)
    {
        if (!file.StartsWith(_installation.Archive, StringComparison.Ordinal)) return fault.Place.Contains(Path.GetFileNameWithoutExtension(file), StringComparison.Ordinal);
        if (!fault.Place.StartsWith(Path.GetFileName(file) + ": bytes ", StringComparison.Ordinal)) return false;
        var range = fault.Place[(fault.Place.LastIndexOf(' ') + 1)..].Split('-').Select(long.Parse).ToArray();
        return range[0] <= at && at <= range[1];
    }

    private static bool Spans(string place, int sequence)
    {
        var range = place.Split(' ')[1].Split('-').Select(part => int.Parse(part.TrimStart('#'), System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        return range[0] <= sequence && sequence <= range[^1];
    }

    private sealed class Immediate(Action<long> told) : IProgress<(long Read, long Total)>
    {
        public void Report((long Read, long Total) value) => told(value.Read);
    }
}

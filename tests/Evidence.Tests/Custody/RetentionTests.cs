using Ecom389.Monitor.Core;
using Ecom389.Monitor.Evidence.Retention;
using Ecom389.Monitor.Evidence.Verification;

namespace Ecom389.Monitor.Evidence.Tests.Custody;

public sealed class RetentionTests : IDisposable
{
    private static readonly RetentionRules Rules = new([new("open", null, default, "x"), new("confirmed", null, default, "x"), new("dismissed", 180, default, "x"), new("unflagged", 90, default, "x")]);

    private readonly TestInstallation _installation = new();

    public void Dispose() => _installation.Dispose();

    [Fact]
    public async Task What_is_past_its_time_becomes_a_tombstone_that_verifies_and_the_rest_is_untouched()
    {
        var captures = await _installation.CaptureAsync(5);
        var bytes = await File.ReadAllBytesAsync(FileOf(captures[0]));
        Later(TimeSpan.FromDays(100));
        var outcome = await RunAsync([Of(captures[0], ReviewState.New), Of(captures[1], ReviewState.Confirmed), Of(captures[2], ReviewState.Dismissed), Of(captures[3]), Of(captures[4], ReviewState.Dismissed, ReviewState.Waiting)]);
        Assert.Equal([captures[3].Capture.Id], outcome.Deleted);
        Assert.Empty(outcome.Problems);

        var report = await _installation.VerifyAsync();
        Assert.Empty(report.Faults);
        Assert.Contains(report.Checked, row => row is { Subject: CheckedSubjects.Tombstones, Count: 2 });
        var reader = new WarcReader(_installation.Archive);
        Assert.Contains("deleted by retention", System.Text.Encoding.UTF8.GetString((await reader.ReadAsync(captures[3].Location, default)).Body), StringComparison.Ordinal);
        Assert.Contains("Tin 4", System.Text.Encoding.UTF8.GetString((await reader.ReadAsync(captures[4].Location, default)).Body), StringComparison.Ordinal);
        var after = await File.ReadAllBytesAsync(FileOf(captures[0]));
        Assert.Equal(bytes.Length, after.Length);
        Assert.Equal(bytes[..(int)captures[3].Location.Offset], after[..(int)captures[3].Location.Offset]);
        Assert.Equal(bytes[(int)captures[4].Location.Offset..], after[(int)captures[4].Location.Offset..]);
    }

    [Fact]
    public async Task A_tombstone_that_is_tampered_with_is_named()
    {
        var captures = await _installation.CaptureAsync(2);
        Later(TimeSpan.FromDays(100));
        await RunAsync([Of(captures[0]), Of(captures[1], ReviewState.New)]);
        var bytes = await File.ReadAllBytesAsync(FileOf(captures[0]));
        bytes[captures[0].Location.Offset + 40] ^= 1;
        await File.WriteAllBytesAsync(FileOf(captures[0]), bytes);
        var fault = Assert.Single((await _installation.VerifyAsync()).Faults);
        Assert.Equal(FaultKind.BrokenBytes, fault.Kind);
    }

    [Fact]
    public async Task An_original_that_a_kept_revisit_needs_is_pinned()
    {
        var captures = await _installation.CaptureAsync(2);
        Later(TimeSpan.FromDays(100));
        var kept = Of(captures[1], ReviewState.New);
        var outcome = await RunAsync([Of(captures[0]), kept with { Capture = kept.Capture with { BodySha256 = captures[0].Capture.BodySha256 } }]);
        Assert.Empty(outcome.Deleted);
        Assert.Equal([captures[0].Capture.Id], outcome.Pinned);
    }

    [Fact]
    public async Task A_file_in_which_nothing_is_left_is_deleted_whole_and_the_chain_says_so()
    {
        var captures = await _installation.CaptureAsync(3);
        Later(TimeSpan.FromDays(100));
        var outcome = await RunAsync([.. captures.Select(place => Of(place))]);
        Assert.Equal([captures[0].Location.File], outcome.FilesDeleted);
        Assert.False(File.Exists(FileOf(captures[0])));
        Assert.Empty((await _installation.VerifyAsync()).Faults);
        Assert.Empty((await RunAsync([.. captures.Select(place => Of(place))])).Deleted);
        await File.WriteAllTextAsync(FileOf(captures[0]), "x");
        Assert.Contains((await _installation.VerifyAsync()).Faults, fault => fault.Detail.Contains("deleted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dry_run_changes_nothing()
    {
        var captures = await _installation.CaptureAsync(2);
        Later(TimeSpan.FromDays(100));
        var before = await File.ReadAllBytesAsync(FileOf(captures[0]));
        var job = new RetentionJob(_installation.Archive, _installation.Custody, Rules, _installation.Clock);
        Assert.Equal(2, (await job.RunAsync([.. captures.Select(place => Of(place))], dryRun: true, default)).Deleted.Count);
        Assert.Equal(before, await File.ReadAllBytesAsync(FileOf(captures[0])));
    }

    [Fact]
    public void Tombstones_have_any_length_asked_for_and_are_records_that_are_read()
    {
        var sha256 = ContentHash.Of("x");
        var at = new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);
        var shortest = Enumerable.Range(1, 1_000).First(length => Tombstone.Make(sha256, at, length) is not null);
        foreach (var length in Enumerable.Range(shortest, 300).Concat([65_000, 65_536, 65_800, 66_000, 131_072, 200_001, 1_000_003]))
        {
            var member = Tombstone.Make(sha256, at, length)!;
            Assert.Equal(length, member.Length);
            using var reader = new WarcFileReader(new MemoryStream([.. member, .. member]), "x.warc.gz");
            var entry = reader.Read()!;
            Assert.True(entry.IsSound, string.Join("; ", entry.Faults));
            Assert.Equal((length, "metadata"), (entry.Length, entry.Type));
        }
    }

    [Fact]
    public void The_rules_shipped_can_be_read_and_a_wrong_line_is_named()
    {
        var shipped = Path.Combine(AppContext.BaseDirectory, "rules", RetentionRules.FileName);
        Assert.Null(RetentionRules.Load(shipped).For("open", new(2027, 1, 1))!.Days);
        Assert.Null(RetentionRules.Load(shipped).For("unflagged", new(2026, 1, 1)));
        var file = Path.Combine(_installation.Root, "retention.yaml");
        File.WriteAllText(file, "retention:\n  - state: open\n    days: 0\n    from: 2026-13-01\n");
        var errors = Assert.Throws<InvalidInputException>(() => RetentionRules.Load(file)).Errors;
        Assert.Contains(errors, error => error is { Line: 2, Field: "retention[0].days" });
        Assert.Contains(errors, error => error.Field == "retention[0].from");
        Assert.Contains(errors, error => error.Message.Contains("dismissed", StringComparison.Ordinal));
    }

    private Task<RetentionOutcome> RunAsync(IReadOnlyList<RetainedCapture> captures) =>
        new RetentionJob(_installation.Archive, _installation.Custody, Rules, _installation.Clock).RunAsync(captures, dryRun: false, default);

    private void Later(TimeSpan span) => _installation.Clock.Set(_installation.Clock.GetUtcNow() + span);

    private string FileOf((Capture Capture, ArchiveLocation Location) place) => Path.Combine(_installation.Archive, place.Location.File);

    private static RetainedCapture Of((Capture Capture, ArchiveLocation Location) place, params ReviewState[] states) => new(
        new(place.Capture.Id, "cho", place.Capture.Url, place.Capture.Url, place.Capture.CapturedAt, RenderMode.Http, 200, place.Capture.BodySha256, place.Capture.Body.Length, "allowed", place.Location),
        states,
        states.Length > 0 ? place.Capture.CapturedAt : null);
}

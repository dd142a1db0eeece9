using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage.Tests;

public abstract partial class StoreContract
{
    private static readonly JobStart NightScan = new("scan", "2026-03-02", "schedule", "system:schedule", null, Retry: false);

    [Fact]
    public async Task A_job_runs_once_a_logical_date_and_what_is_done_is_never_begun_again()
    {
        var run = await Store.JobRuns.BeginAsync(NightScan, Time.GetUtcNow(), None);
        Assert.Equal((JobState.Running, 1, Time.GetUtcNow()), (run!.State, run.Attempt, run.StartedAt));
        Assert.Null(await Store.JobRuns.BeginAsync(NightScan, Time.GetUtcNow(), None));

        await Store.JobRuns.EndAsync("scan", NightScan.Slot, JobState.Done, "xong", Time.GetUtcNow().AddHours(1), None);
        Assert.Null(await Store.JobRuns.BeginAsync(NightScan with { Retry = true }, Time.GetUtcNow(), None));
        var stored = (await Store.JobRuns.FindAsync("scan", NightScan.Slot, None))!;
        Assert.Equal((JobState.Done, "xong", Time.GetUtcNow().AddHours(1)), (stored.State, stored.Message, stored.EndedAt));
    }

    [Fact]
    public async Task A_failed_run_is_begun_again_when_a_person_says_why_and_counts_its_attempts()
    {
        await Store.JobRuns.BeginAsync(NightScan, Time.GetUtcNow(), None);
        await Store.JobRuns.EndAsync("scan", NightScan.Slot, JobState.Failed, "đĩa đầy", Time.GetUtcNow(), None);
        Assert.Null(await Store.JobRuns.BeginAsync(NightScan, Time.GetUtcNow(), None));
        var again = await Store.JobRuns.BeginAsync(NightScan with { Retry = true, Trigger = "person", Actor = "lan", Reason = "đã dọn đĩa" }, Time.GetUtcNow(), None);
        Assert.Equal((2, "lan", "đã dọn đĩa", (string?)null), (again!.Attempt, again.Actor, again.Reason, again.Message));
    }

    [Fact]
    public async Task What_a_dead_process_left_running_is_taken_over_and_what_a_living_one_runs_is_not()
    {
        await using (var dead = OpenAgain($"{Environment.MachineName}/2147483647/1")) await dead.JobRuns.BeginAsync(NightScan, Time.GetUtcNow(), None);
        await using (var elsewhere = OpenAgain("another-machine/1/1")) await elsewhere.JobRuns.BeginAsync(NightScan with { Job = "backup" }, Time.GetUtcNow(), None);

        Assert.Equal(2, (await Store.JobRuns.BeginAsync(NightScan, Time.GetUtcNow(), None))!.Attempt);
        Assert.Null(await Store.JobRuns.BeginAsync(NightScan with { Job = "backup" }, Time.GetUtcNow(), None));
    }

    [Fact]
    public async Task Dates_that_are_skipped_leave_those_that_ran_alone()
    {
        await Store.JobRuns.BeginAsync(NightScan, Time.GetUtcNow(), None);
        await Store.JobRuns.SkipAsync("scan", ["2026-03-01", "2026-03-02"], "máy tắt", Time.GetUtcNow(), None);
        await Store.JobRuns.BeginAsync(NightScan with { Job = "backup", Slot = "2026-03-05" }, Time.GetUtcNow(), None);

        Assert.Equal([("2026-03-02", JobState.Running), ("2026-03-01", JobState.Skipped)], (await Store.JobRuns.RecentAsync("scan", 10, None)).Select(run => (run.Slot, run.State)));
        Assert.Equal(["backup", "scan"], (await Store.JobRuns.RecentAsync(null, 2, None)).Select(run => run.Job));
    }

    [Fact]
    public async Task A_notice_is_kept_once_and_waits_until_it_is_sent_or_given_up()
    {
        var notice = new Notice("night:2026-03-02", "mail", "night-failed", "Đêm quét hỏng", "Nguồn cho-mau dừng.");
        Assert.Equal(2, await Store.Outbox.AddAsync([notice, notice with { Channel = "webhook:phong" }], Time.GetUtcNow(), None));
        Assert.Equal(0, await Store.Outbox.AddAsync([notice], Time.GetUtcNow(), None));

        var due = await Store.Outbox.DueAsync(Time.GetUtcNow(), 10, None);
        Assert.Equal([notice, notice with { Channel = "webhook:phong" }], due.Select(waiting => waiting.Notice));
        await Store.Outbox.FailedAsync(due[0], "hộp thư đầy", Time.GetUtcNow().AddMinutes(5), None);
        Assert.Equal([due[1].Number], (await Store.Outbox.DueAsync(Time.GetUtcNow(), 10, None)).Select(waiting => waiting.Number));
        await Store.Outbox.SentAsync(due[1].Number, Time.GetUtcNow(), None);
        Assert.Equal((1, 1), (await Store.Outbox.DueAsync(Time.GetUtcNow().AddHours(1), 10, None)) is [var again] ? ((int)again.Attempts, 1) : default);
        Assert.Equal(new OutboxCounts(1, 0), await Store.Outbox.CountsAsync(None));
        await Store.Outbox.FailedAsync(due[0], "hộp thư đầy", nextAt: null, None);
        Assert.Equal(new OutboxCounts(0, 1), await Store.Outbox.CountsAsync(None));
    }

    [Fact]
    public async Task A_notice_is_one_deliverers_until_it_is_sent_failed_given_back_or_his_claim_has_run_out()
    {
        var (hour, over) = (TimeSpan.FromHours(1), TimeSpan.Zero);
        await Store.Outbox.AddAsync([new Notice("n1", "mail", "due-dates", "s", "b"), new Notice("n2", "mail", "due-dates", "s", "b")], Time.GetUtcNow(), None);
        Assert.Null(await Store.Outbox.ClaimAsync(Time.GetUtcNow().AddSeconds(-1), hour, None));

        var first = (await Store.Outbox.ClaimAsync(Time.GetUtcNow(), hour, None))!;
        var second = (await Store.Outbox.ClaimAsync(Time.GetUtcNow(), hour, None))!;
        Assert.Equal(("n1", "n2"), (first.Notice.Key, second.Notice.Key));
        Assert.Null(await Store.Outbox.ClaimAsync(Time.GetUtcNow(), hour, None));
        Assert.Equal(2, (await Store.Outbox.CountsAsync(None)).Waiting);

        // Given back, and what failed when its time comes, go out again.
        await Store.Outbox.ReleaseAsync(first, None);
        await Store.Outbox.FailedAsync(second, "bận", Time.GetUtcNow().AddMinutes(5), None);
        var crashed = (await Store.Outbox.ClaimAsync(Time.GetUtcNow(), over, None))!;
        Assert.Equal("n1", crashed.Notice.Key);

        // Its deliverer died, or was held up: another has it. What the first says afterwards changes nothing but that it was sent.
        var taken = (await Store.Outbox.ClaimAsync(Time.GetUtcNow(), hour, None))!;
        Assert.Equal("n1", taken.Notice.Key);
        await Store.Outbox.FailedAsync(crashed, "muộn", null, None);
        await Store.Outbox.ReleaseAsync(crashed, None);
        Assert.Null(await Store.Outbox.ClaimAsync(Time.GetUtcNow(), hour, None));
        await Store.Outbox.SentAsync(taken.Number, Time.GetUtcNow(), None);
        await Store.Outbox.FailedAsync(taken, "muộn", Time.GetUtcNow(), None);
        Assert.Equal(new OutboxCounts(1, 0), await Store.Outbox.CountsAsync(None));
        Assert.Equal(("n2", 1), (await Store.Outbox.ClaimAsync(Time.GetUtcNow().AddMinutes(5), hour, None)) is { } late ? (late.Notice.Key, late.Attempts) : default);
    }

    [Fact]
    public async Task Each_notice_is_sent_by_one_of_two_deliverers_at_work_at_once()
    {
        await using var other = OpenAgain("another-machine/1/1");
        string[] keys = [.. Enumerable.Range(0, 40).Select(i => $"n{i:D2}")];
        await Store.Outbox.AddAsync([.. keys.Select(key => new Notice(key, "mail", "due-dates", "s", "b"))], Time.GetUtcNow(), None);
        var sent = await RaceAsync(
            other,
            async (store, _) =>
            {
                var mine = new List<string>();
                while (await store.Outbox.ClaimAsync(Time.GetUtcNow(), FiveMinutes, None) is { } waiting)
                {
                    mine.Add(waiting.Notice.Key);
                    await store.Outbox.SentAsync(waiting.Number, Time.GetUtcNow(), None);
                }

                return mine;
            },
            "1",
            "2");
        Assert.Equal(keys, sent.SelectMany(mine => mine).Order(StringComparer.Ordinal));
        Assert.Equal(new OutboxCounts(0, 0), await Store.Outbox.CountsAsync(None));
    }

    [Fact]
    public async Task Judging_anew_adds_findings_once_and_opens_what_it_suspects()
    {
        var receipts = await TakeInAsync([Pages.Listing("a", "Loa nhái"), Pages.Listing("b", "Sạc cũ")], PageKind.List);
        var scorer = Pages.Scorer with { Model = "m2" };
        var outdated = await Store.Rejudge.OutdatedAsync(scorer, 0, 10, None);
        Assert.Equal(receipts.Select(receipt => receipt.SnapshotId), outdated.Select(latest => latest.Snapshot.Id));

        Rejudgement[] judged =
        [
            new(receipts[0].SnapshotId, new ScoreResult("a", 0.9, true, 0.7, [new ViolationScore("counterfeit", 0.9)], []), scorer),
            new(receipts[1].SnapshotId, new ScoreResult("b", 0.1, false, 0.01, [], []), scorer),
            new(Guid.CreateVersion7(), new ScoreResult("c", 0.1, false, 0.01, [], []), scorer),
        ];
        Assert.Equal(new RejudgeOutcome(2, 1), await Store.Rejudge.AddAsync(judged, None));
        Assert.Equal(new RejudgeOutcome(0, 0), await Store.Rejudge.AddAsync(judged, None));
        Assert.Empty(await Store.Rejudge.OutdatedAsync(scorer, 0, 10, None));
        Assert.Equal(ReviewState.New, (await Store.Queue.FindByListingAsync(receipts[0].ListingId, None))!.State);
        Assert.Equal(2, (await Store.Listings.FindingsAsync(receipts[0].ListingId, None)).Count);
    }

    [Fact]
    public async Task A_matter_opened_by_judging_anew_is_the_one_that_taking_in_would_have_opened()
    {
        const string title = "Tai nghe Pro 2 rep 1:1 chip hổ vằn định vị đổi tên xuyên âm full chức năng";
        ScoreResult Suspected(string id) => new(id, 0.9, true, 0.7, [new ViolationScore("counterfeit", 0.9)], []);
        var atOnce = await TakeInAsync([Pages.Listing("a", title) with { Result = Suspected("a") }], PageKind.Listing);
        var later = await TakeInAsync([Pages.Listing("b", title)], PageKind.Listing);
        Assert.Equal(new RejudgeOutcome(1, 1), await Store.Rejudge.AddAsync([new(later[0].SnapshotId, Suspected("b"), Pages.Scorer with { Model = "m2" })], None));

        var (first, second) = ((await Store.Queue.FindByListingAsync(atOnce[0].ListingId, None))!, (await Store.Queue.FindByListingAsync(later[0].ListingId, None))!);
        Assert.Equal((first.Value, first.PriceRatio, first.Place, first.UnitId, first.IsBlind), (second.Value, second.PriceRatio, second.Place, second.UnitId, second.IsBlind));
        Assert.Equal([atOnce[0].ListingId], (await Store.Kin.NearAsync(later[0].ListingId, null, 0.7, 10, None)).Listings.Select(kin => kin.Listing.Id));
        Assert.Equal([later[0].ListingId], (await Store.Kin.NearAsync(atOnce[0].ListingId, null, 0.7, 10, None)).Listings.Select(kin => kin.Listing.Id));
    }

    [Fact]
    public async Task Retention_sees_every_capture_with_the_states_of_its_matters()
    {
        var open = await TakeInAsync(Pages.Listing("a", codes: "counterfeit"));
        await TakeInAsync(Pages.Listing("b"));
        var both = await TakeInAsync([Pages.Listing("c", codes: "smuggled"), Pages.Listing("d", codes: "smuggled")], PageKind.List);
        await ChangeAsync((await Store.Queue.FindByListingAsync(both[0].ListingId, None))!, ReviewState.Confirmed, "decide:confirm");

        var captures = await Store.Retention.CapturesAsync(None);
        Assert.Equal([[ReviewState.New], [], [ReviewState.New, ReviewState.Confirmed]], captures.Select(capture => capture.States.Order().ToArray()));
        Assert.Equal([true, false, true], captures.Select(capture => capture.Changed is not null));
        Assert.Equal(open.SnapshotId, (await Store.Listings.SnapshotsAsync(open.ListingId, None))[0].Id);
    }

    [Fact]
    public async Task A_store_that_is_used_passes_its_check_and_can_be_copied_meanwhile()
    {
        var receipt = await TakeInAsync(Pages.Listing("a", codes: "counterfeit"));
        await ChangeAsync((await Store.Queue.FindByListingAsync(receipt.ListingId, None))!, ReviewState.Leased, "lease");

        var report = await Store.Care.CheckAsync(None);
        Assert.Empty(report.Faults);
        Assert.True(report.Checked.Count >= 15);
        Assert.Equal([new ArchiveNeed("2026-03.warc.gz", 128 + 4096)], await Store.Care.ArchiveNeedsAsync(None));
        var stored = Assert.Single(await Store.Care.CapturesAsync(0, 10, None));
        Assert.Equal(stored.Capture, await Store.Listings.CaptureAsync(stored.Capture.Id, None));
        Assert.Empty(await Store.Care.CapturesAsync(stored.Position, 10, None));
        Assert.Equal((4096, 0), (await Store.Care.CapturedBytesAsync(DateTimeOffset.UnixEpoch, None), await Store.Care.CapturedBytesAsync(Time.GetUtcNow().AddDays(1), None)));
        Assert.Equal(Migration.Embedded()[^1].Number, await Store.Care.SchemaAsync(None));
        Assert.True(await Store.SizeAsync(None) > 0);

        var folder = Directory.CreateTempSubdirectory("ecom389-copy-");
        var file = Path.Combine(folder.FullName, "copy");
        await Store.Care.CopyToAsync(file, None);
        Assert.True(new FileInfo(file).Length > 1000);
        await Assert.ThrowsAsync<IOException>(() => Store.Care.CopyToAsync(file, None));
        folder.Delete(recursive: true);
    }
}

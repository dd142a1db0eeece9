using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;

namespace Ecom389.Monitor.Storage.Tests;

/// <content>Two processes on one store at the same moment: what happens is what would have happened one after the other.</content>
public abstract partial class StoreContract
{
    private const int Rounds = 8;

    [Fact]
    public async Task One_approval_is_answered_by_one_of_two_who_answer_at_once()
    {
        await using var other = OpenAgain();
        for (var round = 0; round < Rounds; round++)
        {
            var approval = await AskAsync($"rule:{round}", "bo");
            var answers = await RaceAsync(other, (store, who) => store.Approvals.TryDecideAsync(approval.Id, who == "minh", "vì " + who, who, Time.GetUtcNow(), Audit("approval.decided", approval.Subject), None), "minh", "an");
            Assert.Single(answers, won => won);
            Assert.Single(await Store.Audit.ReadAsync(approval.Subject, 10, None), audit => audit.Action == "approval.decided");
        }
    }

    [Fact]
    public async Task One_second_person_carries_a_change_out_and_the_item_changes_once()
    {
        await using var other = OpenAgain();
        for (var round = 0; round < Rounds; round++)
        {
            var receipt = await TakeInAsync(Pages.Listing($"a{round}", codes: "counterfeit"));
            var item = (await Store.Queue.FindByListingAsync(receipt.ListingId, None))!;
            var approval = ApprovalOn(item);
            await Store.Approvals.AskAsync(approval, Audit("asked", approval.Subject), None);
            var won = await RaceAsync(
                other,
                (store, who) => store.Queue.TryChangeAsync(
                    item with { State = ReviewState.Dismissed }, item.Revision, "step", who, Time.GetUtcNow(), DecisionOn(item) with { Id = Guid.CreateVersion7(), DecidedBy = who },
                    new ApprovalStep(approval with { Approved = true, DecidedBy = who, DecidedAt = Time.GetUtcNow(), DecisionReason = "đúng" }), Audit("item.decided", $"item:{item.Id}"), None),
                "minh",
                "an");
            Assert.Single(won, success => success);
            Assert.Single(await Store.Queue.DecisionsAsync(item.Id, None));
        }

        Assert.Empty((await Store.Care.CheckAsync(None)).Faults);
    }

    [Fact]
    public async Task Items_leased_and_decided_by_many_at_once_are_decided_once_each_and_counted_right()
    {
        await using var other = OpenAgain();
        await TakeInAsync([.. Enumerable.Range(0, 24).Select(i => Pages.Listing($"k{i}", priority: i / 24.0, codes: i % 2 == 0 ? ["counterfeit", "smuggled"] : ["smuggled"]))], PageKind.List);
        var decided = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(async () =>
        {
            var store = i % 2 == 0 ? Store : other;
            var service = new ReviewService(store.Queue, store.Approvals, store.Audit, Time, new ReviewSettings());
            var person = new Actor($"người-{i}", Role.Inspector, WellKnownUnits.Ministry);
            var mine = 0;
            while (await service.NextAsync(new QueueFilter(), person, None) is { } entry)
            {
                if (await service.DecideAsync(new DecideCommand(entry.Item.Id, DecisionKind.Confirm, ["smuggled"], "vì"), person, None) is DecideResult.Decided) mine++;
            }

            return mine;
        })));

        Assert.Equal(24, decided.Sum());
        Assert.Equal(24, (await Store.Queue.CountsAsync(null, None)).ByState[ReviewState.Confirmed]);
        await CheckInvariantsAsync(Store);
        Assert.Empty((await Store.Care.CheckAsync(None)).Faults);
    }

    [Fact]
    public async Task A_listing_met_by_two_processes_at_once_is_one_listing_with_one_item()
    {
        await using var other = OpenAgain();
        var run = await BeginAsync();
        for (var round = 0; round < Rounds; round++)
        {
            await Store.Frontier.AddAsync(run, [Pages.Link($"/m{round}"), Pages.Link($"/n{round}")], None);
            var entries = new[] { await Store.Frontier.LeaseAsync(run.Id, "w1", FiveMinutes, None), await Store.Frontier.LeaseAsync(run.Id, "w2", FiveMinutes, None) };
            // The same links from both, in opposite order: nobody may wait for the other crosswise.
            var links = Enumerable.Range(0, 20).Select(i => Pages.Link($"/l{round}-{i}")).ToArray();
            await Task.WhenAll(
                Task.Run(() => Store.Intake.AcknowledgeAsync(Pages.Page(run, entries[0]!, Pages.Source(), Time.GetUtcNow(), PageKind.List, [Pages.Listing($"k{round}", codes: "smuggled"), Pages.Listing($"j{round}")], links), None)),
                Task.Run(() => other.Intake.AcknowledgeAsync(Pages.Page(run, entries[1]!, Pages.Source(), Time.GetUtcNow(), PageKind.List, [Pages.Listing($"j{round}"), Pages.Listing($"k{round}", codes: "smuggled")], [.. links.Reverse()]), None)));
        }

        Assert.Equal(new StoreTotals(2 * Rounds, 2 * Rounds, 2 * Rounds, 2 * Rounds, Rounds), await Store.Listings.TotalsAsync(None));
        Assert.Equal((20 * Rounds, 2 * Rounds), (await Store.Frontier.CountsAsync(run.Id, None)) is var counts ? (counts.Pending, counts.Done) : default);
        Assert.Empty((await Store.Care.CheckAsync(None)).Faults);
    }

    [Fact]
    public async Task A_page_taken_in_while_its_item_is_decided_loses_neither()
    {
        await using var other = OpenAgain();
        for (var round = 0; round < Rounds; round++)
        {
            var receipt = await TakeInAsync(Pages.Listing($"a{round}", "Loa", codes: "counterfeit"));
            var item = (await Store.Queue.FindByListingAsync(receipt.ListingId, None))!;
            var run = await BeginAsync();
            await Store.Frontier.AddAsync(run, [Pages.Link($"/again{round}", 1)], None);
            var entry = await Store.Frontier.LeaseAsync(run.Id, "w", FiveMinutes, None);
            var page = Pages.Page(run, entry!, Pages.Source(), Time.GetUtcNow(), PageKind.Listing, [Pages.Listing($"a{round}", "Loa mới", codes: ["counterfeit", "smuggled"])]);
            var decided = Task.Run(() => ChangeAsync(item, ReviewState.Confirmed, "decide:confirm", DecisionOn(item) with { Id = Guid.CreateVersion7() }));
            await Task.WhenAll(Task.Run(() => other.Intake.AcknowledgeAsync(page, None)), decided);
            Assert.Equal(2, (await Store.Listings.SnapshotsAsync(receipt.ListingId, None)).Count);
            Assert.Equal(await decided ? 1 : 0, (await Store.Queue.DecisionsAsync(item.Id, None)).Count);
        }

        Assert.Empty((await Store.Care.CheckAsync(None)).Faults);
    }

    [Fact]
    public async Task A_run_is_begun_once_by_two_who_begin_at_once_and_takes_a_request_once()
    {
        await using var other = OpenAgain();
        for (var round = 0; round < Rounds; round++)
        {
            var url = $"https://cho-mau.example/r{round}";
            await Store.CaptureRequests.AskAsync(new(Guid.CreateVersion7(), "cho-mau", url, new CaptureRequest(url, "hỏi", 1, 0), "lan", Time.GetUtcNow(), "bo"), Audit("asked", url), None);
            var runs = await RaceAsync(other, (store, _) => store.Frontier.BeginRunAsync("cho-mau", Time.GetUtcNow(), None), "1", "2");
            Assert.Equal(runs[0].Id, runs[1].Id);
            Assert.Single(runs, run => !run.Resumed);
            Assert.Equal(1, (await Store.Frontier.CountsAsync(runs[0].Id, None)).Pending);
            Assert.NotNull(await other.Frontier.LeaseAsync(runs[0].Id, "w", FiveMinutes, None));
            await Store.Frontier.EndRunAsync(runs[0].Id, Time.GetUtcNow(), "{}", None);
            Assert.Null(await other.Frontier.LeaseAsync(runs[0].Id, "w", FiveMinutes, None));
            var next = await BeginAsync();
            var entry = await Store.Frontier.LeaseAsync(next.Id, "w", FiveMinutes, None);
            await Store.Frontier.ReleaseAsync(entry!, FrontierOutcome.Failed, "xong", null, None);
            await Store.Frontier.EndRunAsync(next.Id, Time.GetUtcNow(), "{}", None);
        }
    }

    [Fact]
    public async Task A_lease_is_given_to_one_of_many_processes_and_finished_once()
    {
        await using var other = OpenAgain();
        var run = await BeginAsync();
        await Store.Frontier.AddAsync(run, [.. Enumerable.Range(0, 120).Select(i => Pages.Link($"/{i}"))], None);
        var leased = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(async () =>
        {
            var store = i % 2 == 0 ? Store : other;
            var mine = new List<long>();
            while (await store.Frontier.LeaseAsync(run.Id, $"w{i}", FiveMinutes, None) is { } entry)
            {
                mine.Add(entry.Id);
                await store.Frontier.ReleaseAsync(entry, FrontierOutcome.Refused, "thử", null, None);
            }

            return mine;
        })));
        Assert.Equal(120, leased.SelectMany(ids => ids).Distinct().Count());
        Assert.Equal(120, leased.Sum(ids => ids.Count));
    }

    [Fact]
    public async Task A_job_of_a_logical_date_is_taken_by_one_of_two_also_when_it_is_taken_over()
    {
        await using var other = OpenAgain("another-machine/1/1");
        for (var round = 0; round < Rounds; round++)
        {
            var start = NightScan with { Slot = $"2026-03-{round + 1:D2}" };
            var begun = await RaceAsync(other, (store, _) => store.JobRuns.BeginAsync(start, Time.GetUtcNow(), None), "1", "2");
            Assert.Single(begun, run => run is not null);
            await Store.JobRuns.EndAsync(start.Job, start.Slot, JobState.Interrupted, "dừng", Time.GetUtcNow(), None);
            var again = await RaceAsync(other, (store, _) => store.JobRuns.BeginAsync(start, Time.GetUtcNow(), None), "1", "2");
            Assert.Equal(2, Assert.Single(again, run => run is not null)!.Attempt);
        }
    }

    [Fact]
    public async Task Notices_views_codes_and_steps_that_two_write_at_once_are_there_once()
    {
        await using var other = OpenAgain();
        await Store.Credentials.SaveSecondFactorAsync(new("lan", "kín", null, 0), ["h"], Audit("saved", "user:lan"), None);
        for (var round = 1; round <= Rounds; round++)
        {
            var step = round;
            Assert.Equal(1, (await RaceAsync(other, (store, _) => store.Outbox.AddAsync([new Notice($"n{step}", "mail", "due-dates", "s", "b")], Time.GetUtcNow(), None), "1", "2")).Sum());
            Assert.Single(await RaceAsync(other, (store, _) => store.Credentials.TryTakeStepAsync("lan", step, Time.GetUtcNow(), null, None), "1", "2"), took => took);
            Assert.Single(await RaceAsync(other, (store, who) => store.Stops.StopAsync(new CrawlStop($"s{step}", who, Time.GetUtcNow(), "vì"), Audit("stopped", $"s{step}"), None), "lan", "minh"), gave => gave);
            await RaceAsync(other, async (store, who) => { await store.Views.SaveAsync(new(Guid.CreateVersion7(), "lan", "bo", false, $"v{step}", who, Time.GetUtcNow()), Audit("view", "v"), None); return true; }, "1", "2");
        }

        Assert.Single(await RaceAsync(other, (store, _) => store.Credentials.TryUseRecoveryCodeAsync("lan", "h", Time.GetUtcNow(), Audit("used", "user:lan"), None), "1", "2"), used => used);
        Assert.Equal(Rounds, (await Store.Views.OfAsync("lan", "bo", None)).Count);
        Assert.Equal(Rounds, (await Store.Stops.StandingAsync(None)).Count);
    }

    [Fact]
    public async Task A_notice_of_a_source_is_raised_and_released_once_by_two_at_once()
    {
        await using var other = OpenAgain();
        for (var round = 0; round < Rounds; round++)
        {
            var version = $"d{round}";
            var raised = await RaceAsync(other, (store, _) => store.Health.RaiseAsync(new SourceNotice { Id = Guid.CreateVersion7(), SourceId = "cho-mau", Kind = SourceNoticeKind.Drift, At = Time.GetUtcNow(), Version = version, GoodVersion = "d", Drops = [] }, None), "1", "2");
            Assert.Single(raised, first => first);
            var released = await RaceAsync(other, (store, who) => store.Health.ReleaseAsync("cho-mau", who, Time.GetUtcNow(), Audit("released", $"source:{version}"), None), "lan", "minh");
            Assert.Equal([0, 1], released.Order());
            Assert.Single(await Store.Audit.ReadAsync($"source:{version}", 10, None));
        }
    }

    [Fact]
    public async Task Who_follows_the_snapshots_by_their_numbers_misses_none_that_comes_late()
    {
        await using var other = OpenAgain();
        var run = await BeginAsync();
        await Store.Frontier.AddAsync(run, [.. Enumerable.Range(0, 60).Select(i => Pages.Link($"/{i}"))], None);
        using var done = new CancellationTokenSource();
        var seen = new HashSet<long>();
        var following = Task.Run(async () =>
        {
            while (true)
            {
                var last = done.IsCancellationRequested;
                var batch = await other.Search.UnindexedAsync(7, None);
                foreach (var snapshot in batch) seen.Add(snapshot.Position);
                if (batch.Count > 0) await other.Search.SaveMarksAsync([], batch[^1].Position, None);
                else if (last) return;
            }
        });
        await Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(async () =>
        {
            while (await Store.Frontier.LeaseAsync(run.Id, $"w{i}", FiveMinutes, None) is { } entry)
                await Store.Intake.AcknowledgeAsync(Pages.Page(run, entry, Pages.Source(), Time.GetUtcNow(), PageKind.Listing, [Pages.Listing($"k{entry.Id}")]), None);
        })));
        await done.CancelAsync();
        await following;
        Assert.Equal(60, seen.Count);
    }

    [Fact]
    public async Task One_objection_is_answered_by_one_of_two_at_once()
    {
        await using var other = OpenAgain();
        var receipt = await TakeInAsync(Pages.Listing("a", codes: "counterfeit"));
        var item = (await Store.Queue.FindByListingAsync(receipt.ListingId, None))!;
        await ChangeAsync(item, ReviewState.Confirmed, "decide:confirm", DecisionOn(item) with { Kind = DecisionKind.Confirm });
        item = (await Store.Queue.FindByListingAsync(receipt.ListingId, None))!;
        var decision = Assert.Single(await Store.Queue.DecisionsAsync(item.Id, None));
        var objection = new Objection
        {
            Id = Guid.CreateVersion7(),
            ItemId = item.Id,
            DecisionId = decision.Id,
            Kind = ObjectorKind.Seller,
            From = "Tiệm nhà Ba",
            ReceivedBy = "bưu điện",
            ReceivedOn = new(2026, 3, 2),
            Text = "Hàng có hoá đơn.",
            DueOn = new(2026, 3, 12),
            RegisteredBy = "lan",
            RegisteredAt = Time.GetUtcNow(),
            State = ObjectionState.Open,
            UnitId = "bo",
        };
        await Store.Objections.RegisterAsync(objection, Audit("objection", $"objection:{objection.Id}"), None);
        Assert.Equal(objection, await other.Objections.FindAsync(objection.Id, None));

        var won = await RaceAsync(
            other,
            (store, who) => store.Objections.TryMoveAsync(
                objection with { State = ObjectionState.Upheld, AnsweredBy = who, AnsweredAt = Time.GetUtcNow(), Answer = "đúng" },
                ObjectionState.Open,
                null,
                new ItemReversal(item with { State = ReviewState.Dismissed }, item.Revision, "objection", DecisionOn(item) with { Id = Guid.CreateVersion7(), DecidedBy = who }),
                Audit("upheld", $"objection:{objection.Id}"),
                None),
            "minh",
            "an");
        Assert.Single(won, success => success);
        Assert.Equal(2, (await Store.Queue.DecisionsAsync(item.Id, None)).Count);
        Assert.Equal(ObjectionState.Upheld, Assert.Single(await Store.Objections.ListAsync(["bo"], 10, None)).State);
        Assert.Single(await Store.Objections.OfItemAsync(item.Id, None));
    }

    /// <summary>Does the same on both stores at once.</summary>
    private async Task<T[]> RaceAsync<T>(MonitorStore other, Func<MonitorStore, string, Task<T>> act, string first, string second)
    {
        using var start = new Barrier(2);
        return await Task.WhenAll(Racer(Store, first), Racer(other, second));

        Task<T> Racer(MonitorStore store, string who) => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return act(store, who);
            },
            None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default).Unwrap();
    }
}

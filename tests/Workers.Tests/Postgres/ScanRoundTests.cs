using Ecom389.Monitor.Core;
using Ecom389.Monitor.Storage;
using Ecom389.Monitor.Tests;

namespace Ecom389.Monitor.Workers.Tests.Postgres;

public sealed class ScanRoundTests : TwoMachines
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Two_workers_share_a_round_and_no_source_is_claimed_twice()
    {
        var sources = Enumerable.Range(0, 40).Select(i => Source($"s{i:D2}", $"h{i}.example")).ToList();
        var ticket = await A.Rounds.JoinAsync("scan", isDated: false, sources, default);
        var other = await B.Rounds.JoinAsync("scan", isDated: false, sources, default);
        Assert.True(ticket.Opened && !other.Opened && ticket.Number == other.Number);

        var claims = await Task.WhenAll(new[] { A, B }.Select(async store =>
        {
            var mine = new List<string>();
            while (await store.Rounds.ClaimAsync(ticket.Number, [.. Names(sources).Except(mine)], Lease, default) is { } claim) mine.Add(claim.SourceId);
            return mine;
        }));
        Assert.Equal(40, claims.Sum(mine => mine.Count));
        Assert.Equal(40, claims.SelectMany(mine => mine).Distinct().Count());
        Assert.Equal(new RoundProgress(0, 40, 0), await A.Rounds.ProgressAsync(ticket.Number, default));
    }

    [Fact]
    public async Task A_host_belongs_to_one_worker_and_rests_its_delay_before_the_next_asks_it()
    {
        var sources = new[] { Source("a", "chung.example"), Source("b", "chung.example", TimeSpan.FromHours(1)), Source("c", "rieng.example") };
        var round = (await A.Rounds.JoinAsync("scan", isDated: false, sources, default)).Number;
        var first = await A.Rounds.ClaimAsync(round, Names(sources), Lease, default);
        Assert.Equal("a", first!.SourceId);
        Assert.Equal("c", (await B.Rounds.ClaimAsync(round, Names(sources), Lease, default))!.SourceId);
        Assert.Null(await B.Rounds.ClaimAsync(round, ["a", "b"], Lease, default));
        var second = await A.Rounds.ClaimAsync(round, ["b", "c"], Lease, default);
        Assert.Equal("b", second!.SourceId);

        Assert.True(await A.Rounds.FinishAsync(first, "{}", default));
        await A.Rounds.GiveBackAsync(round, ["b"], default);
        // An hour's delay: not for another worker yet, at once for the one that paced it.
        Assert.Null(await B.Rounds.ClaimAsync(round, ["a", "b"], Lease, default));
        Assert.Equal("b", (await A.Rounds.ClaimAsync(round, Names(sources), Lease, default))!.SourceId);
    }

    [Fact]
    public async Task A_worker_that_is_not_heard_of_loses_its_source_and_its_pages_are_free_at_once()
    {
        var sources = new[] { Source("a", "h.example") };
        var round = (await A.Rounds.JoinAsync("scan", isDated: false, sources, default)).Number;
        await A.Rounds.ClaimAsync(round, Names(sources), Lease, default);
        var run = await A.Frontier.BeginRunAsync("a", DateTimeOffset.UnixEpoch, default);
        await A.Frontier.AddAsync(run, [new("https://h.example/1", new CaptureRequest("https://h.example/1", "start"))], default);
        var page = await A.Frontier.LeaseAsync(run.Id, "a", TimeSpan.FromHours(1), default);
        Assert.NotNull(page);

        Expire();
        var claim = await B.Rounds.ClaimAsync(round, Names(sources), Lease, default);
        Assert.Equal(2, claim!.Attempt);
        var again = await B.Frontier.LeaseAsync(run.Id, "b", TimeSpan.FromHours(1), default);
        Assert.Equal(page.Id, again!.Id);

        // The first one comes back: it holds nothing, gives nothing back and ends nothing.
        Assert.Empty(await A.Rounds.BeatAsync(round, ["a"], Lease, default));
        await A.Frontier.ReleaseAsync(page, FrontierOutcome.Retry, "late", null, default);
        Assert.False(await A.Rounds.FinishAsync(new SourceClaim(round, "a", 1), "{}", default));
        Assert.Equal(1, (await B.Frontier.CountsAsync(run.Id, default)).Leased);
        Assert.Contains("a", await B.Rounds.BeatAsync(round, ["a"], Lease, default));
    }

    [Fact]
    public async Task A_late_heart_beat_keeps_what_nobody_has_taken()
    {
        var sources = new[] { Source("a", "h.example") };
        var round = (await A.Rounds.JoinAsync("scan", isDated: false, sources, default)).Number;
        await A.Rounds.ClaimAsync(round, Names(sources), Lease, default);
        Expire();
        Assert.Contains("a", await A.Rounds.BeatAsync(round, ["a"], Lease, default));
        Assert.Null(await B.Rounds.ClaimAsync(round, Names(sources), Lease, default));
    }

    [Fact]
    public async Task A_claim_whose_answer_got_lost_is_given_again_and_one_that_is_forgotten_ends_though_its_worker_beats()
    {
        var sources = new[] { Source("a", "h.example") };
        var round = (await A.Rounds.JoinAsync("scan", isDated: false, sources, default)).Number;
        Assert.NotNull(await A.Rounds.ClaimAsync(round, Names(sources), Lease, default));
        Assert.Equal(2, (await A.Rounds.ClaimAsync(round, Names(sources), Lease, default))!.Attempt);

        PostgresServer.Shared.Sql(Database, "UPDATE round_sources SET claimed_until = 0; UPDATE host_claims SET held_until = 0, rest_until = 0");
        Assert.Empty(await A.Rounds.BeatAsync(round, [], Lease, default));
        Assert.NotNull(await B.Rounds.ClaimAsync(round, Names(sources), Lease, default));
    }

    [Fact]
    public async Task The_last_source_ends_the_round_and_the_next_scan_opens_another()
    {
        var sources = new[] { Source("a", "h.example"), Source("b", "i.example") };
        var round = (await A.Rounds.JoinAsync("scan/2026-11-22", isDated: true, sources, default)).Number;
        foreach (var _ in sources) await A.Rounds.FinishAsync((await A.Rounds.ClaimAsync(round, Names(sources), Lease, default))!, """{"pages":3}""", default);
        Assert.True((await B.Rounds.ProgressAsync(round, default)).IsOver);
        Assert.Equal(["a", "b"], (await B.Rounds.SummariesAsync(round, default)).Keys.Order());
        Assert.Empty(await B.Rounds.OpenAsync(default));
        Assert.True((await B.Rounds.JoinAsync("scan/2026-11-22", isDated: true, sources, default)).Opened);
    }

    [Fact]
    public async Task A_round_nobody_works_on_is_not_gone_on_with_unless_it_is_dated()
    {
        var sources = new[] { Source("a", "h.example") };
        var (loose, dated) = ((await A.Rounds.JoinAsync("scan", isDated: false, sources, default)).Number, (await A.Rounds.JoinAsync("scan/2026-11-22", isDated: true, sources, default)).Number);
        PostgresServer.Shared.Sql(Database, "UPDATE scan_rounds SET beat_at = beat_at - 3600000000");
        Assert.NotEqual(loose, (await B.Rounds.JoinAsync("scan", isDated: false, sources, default)).Number);
        Assert.Equal(dated, (await B.Rounds.JoinAsync("scan/2026-11-22", isDated: true, sources, default)).Number);
    }

    private static RoundSource Source(string id, string host, TimeSpan? delay = null) => new(id, [host], delay ?? TimeSpan.FromSeconds(1));

    private static string[] Names(IEnumerable<RoundSource> sources) => [.. sources.Select(source => source.SourceId)];

    private void Expire() => PostgresServer.Shared.Sql(Database, "UPDATE round_sources SET claimed_until = 0; UPDATE host_claims SET held_until = 0, rest_until = 0");
}

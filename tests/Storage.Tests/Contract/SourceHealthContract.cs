using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage.Tests;

public abstract partial class StoreContract
{
    private static readonly DateTimeOffset Night = new(2026, 11, 22, 16, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task What_a_scan_brought_comes_back_newest_first()
    {
        var health = Store.Health;
        await health.SaveAsync(Brought("v1", 0, 40), None);
        await health.SaveAsync(Brought("v2", 1, 3) with { IsBaseline = false }, None);
        var history = await health.HistoryAsync("shop", 10, None);
        Assert.Equal(["v2", "v1"], history.Select(scan => scan.Version));
        Assert.Equal((3, false, Night.AddDays(1)), (history[0].Measures["title"], history[0].IsBaseline, history[0].At));
        Assert.Empty(await health.HistoryAsync("khac", 10, None));
    }

    [Fact]
    public async Task A_notice_is_raised_once_while_it_is_open()
    {
        var health = Store.Health;
        Assert.True(await health.RaiseAsync(Notice("v2", 1), None));
        Assert.False(await health.RaiseAsync(Notice("v2", 2), None));
        var open = Assert.Single(await health.OpenAsync("shop", None));
        Assert.Equal((SourceNoticeKind.Quarantine, "v2", "v1", 0.25), (open.Kind, open.Version, open.GoodVersion, open.Drops[0].Now));
        await health.SupersedeAsync(open.Id, Night, None);
        Assert.Empty(await health.OpenAsync(null, None));
        Assert.True(await health.RaiseAsync(Notice("v2", 3), None));
    }

    [Fact]
    public async Task A_release_closes_the_notice_is_audited_and_makes_what_fell_away_the_new_history()
    {
        var health = Store.Health;
        await health.SaveAsync(Brought("v1", 0, 40), None);
        await health.SaveAsync(Brought("v2", 1, 3) with { IsBaseline = false }, None);
        await health.RaiseAsync(Notice("v2", 1), None);
        var audit = new AuditEvent(Night.AddDays(2), "hoa", "source.released", "source:shop", null);

        Assert.Equal(1, await health.ReleaseAsync("shop", "hoa", Night.AddDays(2), audit, None));
        Assert.Equal(0, await health.ReleaseAsync("shop", "hoa", Night.AddDays(2), audit, None));

        Assert.Empty(await health.OpenAsync(null, None));
        Assert.Equal([true, false], (await health.HistoryAsync("shop", 10, None)).Select(scan => scan.IsBaseline));
        Assert.Equal("source.released", Assert.Single(await Store.Audit.ReadAsync("source:shop", 10, None)).Action);
    }

    private static SourceFill Brought(string version, int day, int titles) =>
        new(Guid.CreateVersion7(), "shop", version, Night.AddDays(day), 40, 40, 40, new Dictionary<string, int>(StringComparer.Ordinal) { ["title"] = titles });

    private static SourceNotice Notice(string version, int day) => new()
    {
        Id = Guid.CreateVersion7(),
        SourceId = "shop",
        Kind = SourceNoticeKind.Quarantine,
        At = Night.AddDays(day),
        Version = version,
        GoodVersion = "v1",
        Drops = [new FillDrop("title", 1, 0.25, 40, 1e-9)],
    };
}

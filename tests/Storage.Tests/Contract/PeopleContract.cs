using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage.Tests;

public abstract partial class StoreContract
{
    [Fact]
    public async Task The_asker_never_answers_their_own_approval()
    {
        var approval = await AskAsync("rule:counterfeit.replica-1-1", "bo");

        await Assert.ThrowsAsync<ArgumentException>(() => Store.Approvals.TryDecideAsync(approval.Id, approved: true, "tự duyệt", "lan", Time.GetUtcNow(), Audit("approval.decided", approval.Subject), None));
        Assert.Null((await Store.Approvals.FindAsync(approval.Id, None))!.DecidedBy);
    }

    [Fact]
    public async Task An_approval_is_answered_once()
    {
        var approval = await AskAsync("robots:cho-mau", "bo");

        Assert.True(await DecideAsync(approval, approved: false));
        Assert.False(await DecideAsync(approval, approved: true));
        var stored = (await Store.Approvals.FindAsync(approval.Id, None))!;
        Assert.Equal((false, "minh", "không đủ căn cứ"), (stored.Approved, stored.DecidedBy, stored.DecisionReason));
        Assert.Empty(await Store.Approvals.OpenAsync(units: null, None));
        Assert.False(await Store.Approvals.TryDecideAsync(Guid.CreateVersion7(), approved: true, "?", "minh", Time.GetUtcNow(), Audit("approval.decided", "?"), None));
    }

    [Fact]
    public async Task A_subject_has_one_open_approval()
    {
        var first = await AskAsync("rule:r1", "bo");
        await Assert.ThrowsAnyAsync<Exception>(() => AskAsync("rule:r1", "bo"));
        await DecideAsync(first, approved: false);
        await AskAsync("rule:r1", "bo");
    }

    [Fact]
    public async Task Open_approvals_are_those_of_the_units_oldest_first()
    {
        var first = await AskAsync("rule:r1", "bo");
        var second = await AskAsync("rule:r2", "can-tho");
        var third = await AskAsync("rule:r3", "bo");

        Assert.Equal([first, second, third], await Store.Approvals.OpenAsync(units: null, None));
        Assert.Equal([second], await Store.Approvals.OpenAsync(["can-tho"], None));
    }

    [Fact]
    public async Task Audit_is_read_newest_first_whole_or_by_subject()
    {
        foreach (var (action, subject) in new[] { ("a", "item:1"), ("b", "item:2"), ("c", "item:1") })
            await Store.Audit.AppendAsync(Audit(action, subject), None);

        Assert.Equal(["c", "b", "a"], (await Store.Audit.ReadAsync(subject: null, 10, None)).Select(audit => audit.Action));
        Assert.Equal(["c", "a"], (await Store.Audit.ReadAsync("item:1", 10, None)).Select(audit => audit.Action));
        Assert.Equal(["c"], (await Store.Audit.ReadAsync(subject: null, 1, None)).Select(audit => audit.Action));
    }

    [Fact]
    public async Task A_user_is_replaced_by_name_and_audited()
    {
        var lan = new User("lan", "Nguyễn Thị Lan", Role.Inspector, "bo", "hash-1");
        await Store.Users.SaveAsync(lan, Audit("user.saved", "user:lan"), None);
        await Store.Users.SaveAsync(lan with { PasswordHash = "hash-2", Enabled = false, Role = Role.Leader }, Audit("user.saved", "user:lan"), None);
        await Store.Users.SaveAsync(new User("an", "Trần An", Role.Analyst, "can-tho", "hash-3"), Audit("user.saved", "user:an"), None);

        Assert.Equal(lan with { PasswordHash = "hash-2", Enabled = false, Role = Role.Leader }, await Store.Users.FindAsync("lan", None));
        Assert.Equal(["an", "lan"], (await Store.Users.AllAsync(None)).Select(user => user.Name));
        Assert.Null(await Store.Users.FindAsync("Lan", None));
        Assert.Equal(2, (await Store.Audit.ReadAsync("user:lan", 10, None)).Count);
    }

    [Fact]
    public async Task The_ministry_is_there_from_the_start_and_units_have_dates()
    {
        var province = new Unit("can-tho", "Sở Khoa học và Công nghệ Cần Thơ", "Cần Thơ", new DateOnly(2025, 7, 1), new DateOnly(2030, 1, 1));
        await Store.Users.SaveUnitAsync(province, Audit("unit.saved", "unit:can-tho"), None);

        var units = await Store.Users.UnitsAsync(None);
        Assert.Equal([WellKnownUnits.Ministry, "can-tho"], units.Select(unit => unit.Id));
        Assert.Equal(new DateOnly(2025, 3, 1), units[0].ValidFrom);
        Assert.Equal(province, units[1]);
    }

    [Fact]
    public async Task Sources_are_remembered_as_last_seen()
    {
        await TakeInAsync(Pages.Listing("a"));
        await TakeInAsync(Pages.Listing("a"), Pages.Source(unit: "can-tho") with { Name = "Chợ mẫu mới", Place = "Cần Thơ" });

        Assert.Equal([new KnownSource("cho-mau", "Chợ mẫu mới", Channel.Marketplace, "can-tho", "Cần Thơ", Time.GetUtcNow())], await Store.Runs.SourcesAsync(None));
    }

    [Fact]
    public async Task What_was_withdrawn_before_it_began_is_not_stored()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Store.Audit.AppendAsync(Audit("a", "x"), cancelled.Token));
        Assert.Empty(await Store.Audit.ReadAsync(subject: null, 10, None));
    }

    private async Task<Approval> AskAsync(string subject, string unit)
    {
        var approval = new Approval
        {
            Id = Guid.CreateVersion7(),
            Subject = subject,
            Request = "{}",
            AskedBy = "lan",
            AskedAt = Time.GetUtcNow(),
            Reason = "cần bật",
            UnitId = unit,
        };
        await Store.Approvals.AskAsync(approval, Audit("approval.asked", subject), None);
        return approval;
    }

    private Task<bool> DecideAsync(Approval approval, bool approved) => Store.Approvals.TryDecideAsync(
        approval.Id, approved, "không đủ căn cứ", "minh", Time.GetUtcNow(), Audit("approval.decided", approval.Subject), None);
}

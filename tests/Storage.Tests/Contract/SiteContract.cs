using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage.Tests;

public abstract partial class StoreContract
{
    [Fact]
    public async Task A_second_factor_takes_each_step_once_and_each_recovery_code_once()
    {
        await Store.Credentials.SaveSecondFactorAsync(new("lan", "kín", null, 0), ["h1", "h2"], Audit("factor.saved", "user:lan"), None);
        Assert.Empty(await Store.Credentials.WithSecondFactorAsync(None));
        Assert.True(await Store.Credentials.TryTakeStepAsync("lan", 7, Time.GetUtcNow(), null, None));
        Assert.False(await Store.Credentials.TryTakeStepAsync("lan", 7, Time.GetUtcNow(), Audit("never", "user:lan"), None));
        Assert.Equal(new SecondFactor("lan", "kín", Time.GetUtcNow(), 7), await Store.Credentials.SecondFactorAsync("lan", None));
        Assert.Equal(["lan"], await Store.Credentials.WithSecondFactorAsync(None));

        Assert.True(await Store.Credentials.TryUseRecoveryCodeAsync("lan", "h1", Time.GetUtcNow(), Audit("code.used", "user:lan"), None));
        Assert.False(await Store.Credentials.TryUseRecoveryCodeAsync("lan", "h1", Time.GetUtcNow(), Audit("never", "user:lan"), None));
        Assert.Equal(1, await Store.Credentials.RecoveryCodesLeftAsync("lan", None));
        Assert.True(await Store.Credentials.RemoveSecondFactorAsync("lan", Audit("factor.removed", "user:lan"), None));
        Assert.False(await Store.Credentials.RemoveSecondFactorAsync("lan", Audit("never", "user:lan"), None));
        Assert.Null(await Store.Credentials.SecondFactorAsync("lan", None));
        Assert.Equal(["factor.removed", "code.used", "factor.saved"], (await Store.Audit.ReadAsync("user:lan", 10, None)).Select(audit => audit.Action));
    }

    [Fact]
    public async Task Tokens_are_found_by_their_hash_and_revoked_once()
    {
        var token = new ApiToken(Guid.CreateVersion7(), "lan", "báo cáo", ApiScopes.Read | ApiScopes.Decide, Time.GetUtcNow(), "an", Time.GetUtcNow().AddDays(90));
        await Store.Credentials.AddTokenAsync(token, "băm", Audit("token.made", "user:lan"), None);
        Assert.Equal(token, await Store.Credentials.FindTokenAsync("băm", None));
        Assert.Equal([token], await Store.Credentials.TokensAsync(null, None));
        Assert.Empty(await Store.Credentials.TokensAsync("minh", None));
        Assert.True(await Store.Credentials.RevokeTokenAsync(token.Id, "an", Time.GetUtcNow(), Audit("token.revoked", "user:lan"), None));
        Assert.False(await Store.Credentials.RevokeTokenAsync(token.Id, "an", Time.GetUtcNow(), Audit("never", "user:lan"), None));
        Assert.Equal("an", (await Store.Credentials.FindTokenAsync("băm", None))!.RevokedBy);
    }

    [Fact]
    public async Task An_outside_identity_belongs_to_one_person_and_a_person_has_one_of_an_issuer()
    {
        Assert.True(await Store.Credentials.TryBindIdentityAsync("https://sso", "s1", "lan", Audit("bound", "user:lan"), None));
        Assert.False(await Store.Credentials.TryBindIdentityAsync("https://sso", "s1", "minh", Audit("never", "user:minh"), None));
        Assert.False(await Store.Credentials.TryBindIdentityAsync("https://sso", "s2", "lan", Audit("never", "user:lan"), None));
        Assert.Equal(("lan", null), (await Store.Credentials.FindIdentityAsync("https://sso", "s1", None), await Store.Credentials.FindIdentityAsync("https://sso", "s2", None)));
    }

    [Fact]
    public async Task A_persons_request_waits_once_and_is_taken_by_the_next_run_of_its_source()
    {
        var asked = new AskedCapture(Guid.CreateVersion7(), "cho-mau", "https://cho-mau.example/x", new CaptureRequest("https://cho-mau.example/x", "người dùng hỏi", 1, 0), "lan", Time.GetUtcNow(), "bo");
        Assert.True(await Store.CaptureRequests.AskAsync(asked, Audit("capture.asked", "url"), None));
        Assert.False(await Store.CaptureRequests.AskAsync(asked with { Id = Guid.CreateVersion7() }, Audit("never", "url"), None));
        Assert.Equal([asked], await Store.CaptureRequests.WaitingAsync(null, None));
        Assert.Empty(await Store.CaptureRequests.WaitingAsync("khac", None));

        var run = await BeginAsync();
        Assert.Equal("https://cho-mau.example/x", (await Store.Frontier.LeaseAsync(run.Id, "w", FiveMinutes, None))!.CanonicalUrl);
        Assert.Empty(await Store.CaptureRequests.WaitingAsync("cho-mau", None));
        Assert.Equal(Time.GetUtcNow(), (await Store.CaptureRequests.LatestAsync(asked.CanonicalUrl, None))!.TakenAt);
    }

    [Fact]
    public async Task A_text_too_long_to_be_looked_up_is_refused_with_a_sentence_and_what_was_done_is_put_down_all_the_same()
    {
        // Chance does not pack: PostgreSQL would squeeze a thousand letters of one kind into its index.
        var noise = Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(4000));
        var url = "https://cho-mau.example/" + noise;
        var refusal = await Assert.ThrowsAsync<InvalidInputException>(() => Store.CaptureRequests.AskAsync(
            new AskedCapture(Guid.CreateVersion7(), "cho-mau", url, new CaptureRequest(url, "người dùng hỏi", 1, 0), "lan", Time.GetUtcNow(), "bo"), Audit("capture.asked", "source:cho-mau"), None));
        Assert.Equal("url", Assert.Single(refusal.Errors).Field);
        Assert.Empty(await Store.CaptureRequests.WaitingAsync(null, None));
        await Assert.ThrowsAsync<InvalidInputException>(() => Store.Stops.StopAsync(new CrawlStop(noise, "lan", Time.GetUtcNow(), "vì"), Audit("crawl.stopped", "stop:" + noise), None));

        await Store.Audit.AppendAsync(Audit("page.looked-at", "url:" + url), None);
        var kept = Assert.Single(await Store.Audit.ReadAsync("url:" + url, 10, None));
        Assert.StartsWith("url:https://cho-mau.example/" + noise[..100], kept.Subject, StringComparison.Ordinal);
        Assert.Equal("page.looked-at", Assert.Single(await Store.Audit.FindAsync(new AuditFilter { Subject = "url:" + url }, None)).Event.Action);
        Assert.Empty(await Store.Audit.ReadAsync("url:" + url + "x", 10, None));
        Assert.Equal("page.looked-at", Assert.Single(await Store.Audit.ReadAsync(null, 10, None)).Action);
    }

    [Fact]
    public async Task A_listing_is_found_by_words_marks_and_id_by_those_who_may_see_it()
    {
        var loud = await TakeInAsync(Pages.Listing("a", "Loa kéo Bluetooth", codes: "counterfeit"));
        await TakeInAsync(Pages.Listing("b", "Tai nghe bluetooth"));
        Assert.Equal(["b", "a"], (await Store.Search.WordsAsync("blueto", null, 10, None)).Hits.Select(hit => hit.Listing.Key));
        var found = Assert.Single((await Store.Search.WordsAsync("LOA keo", null, 10, None)).Hits);
        Assert.Equal(("Loa kéo Bluetooth", "Tiệm nhà Ba", 250_000, ReviewState.New), (found.Title, found.SellerName, found.PriceVnd, found.Item!.State));
        Assert.Empty((await Store.Search.WordsAsync("loa", ["can-tho"], 10, None)).Hits);
        Assert.False((await Store.Search.WordsAsync("bluetooth", null, 1, None)).IsWhole);

        var waiting = await Store.Search.UnindexedAsync(10, None);
        Assert.Equal(["a", "b"], waiting.Select(snapshot => snapshot.Key));
        await Store.Search.SaveMarksAsync([(waiting[0].ListingPosition, new(MarkKind.Phone, "+84900000118")), (waiting[1].ListingPosition, new(MarkKind.Phone, "+84900000118"))], waiting[^1].Position, None);
        await Store.Search.SaveMarksAsync([(waiting[0].ListingPosition, new(MarkKind.Phone, "+84900000118"))], waiting[0].Position, None);
        Assert.Empty(await Store.Search.UnindexedAsync(10, None));
        Assert.Equal(["b", "a"], (await Store.Search.MarkAsync(new(MarkKind.Phone, "+84900000118"), null, 10, None)).Hits.Select(hit => hit.Listing.Key));
        Assert.Equal("a", (await Store.Search.HitAsync(loud.ListingId, ["bo"], None))!.Listing.Key);
        Assert.Null(await Store.Search.HitAsync(loud.ListingId, ["can-tho"], None));
    }

    [Fact]
    public async Task Figures_count_what_was_opened_and_decided_by_day_week_source_place_and_rule()
    {
        Signal[] signals = [new("rule", "counterfeit.rep", "counterfeit", 1.2, null, null, null, null, "Nghi vấn.", null), new("rule", "against", null, -1, null, null, null, null, "Có hoá đơn.", null)];
        var first = await TakeInAsync(Pages.Listing("a", signals: signals, codes: "counterfeit"));
        var second = await TakeInAsync(Pages.Listing("b", signals: signals, codes: "counterfeit"));
        await TakeInAsync(Pages.Listing("c", codes: "counterfeit"));
        foreach (var (receipt, kind) in new[] { (first, DecisionKind.Confirm), (second, DecisionKind.Dismiss) })
        {
            var item = (await Store.Queue.FindByListingAsync(receipt.ListingId, None))!;
            await ChangeAsync(item, kind == DecisionKind.Confirm ? ReviewState.Confirmed : ReviewState.Dismissed, "decide", DecisionOn(item) with { Id = Guid.CreateVersion7(), Kind = kind });
        }

        var ages = await Store.Figures.AgesAsync(null, Time.GetUtcNow().AddDays(4), None);
        Assert.Equal((1, 1), (ages.UnderWeek, ages.Total));
        Assert.Equal([new DayCount(new(2026, 3, 1), 0, 0), new DayCount(new(2026, 3, 2), 3, 2)], await Store.Figures.DaysAsync(null, new(2026, 3, 1), new(2026, 3, 2), None));
        var precision = await Store.Figures.PrecisionAsync(["bo"], DateTimeOffset.UnixEpoch, None);
        Assert.Equal([new NamedOutcomes("2026-03-02", new(1, 1))], precision.ByWeek);
        Assert.Equal([new NamedOutcomes("cho-mau", new(1, 1))], precision.BySource);
        Assert.Equal([new NamedOutcomes("Cần Thơ", new(1, 1))], precision.ByPlace);
        Assert.Equal([new NamedOutcomes("counterfeit.rep", new(1, 1))], precision.ByRule);
        Assert.Empty((await Store.Figures.PrecisionAsync(["can-tho"], DateTimeOffset.UnixEpoch, None)).ByRule);
        Assert.Equal([KeyValuePair.Create("Cần Thơ", 1)], await Store.Figures.OpenByPlaceAsync(null, None));
    }

    [Fact]
    public async Task Audit_is_searched_by_actor_beginning_of_action_time_and_unit()
    {
        foreach (var (actor, action, unit) in new[] { ("lan", "item.leased", "bo"), ("minh", "item.decided", "can-tho"), ("lan", "items", "bo") })
        {
            await Store.Audit.AppendAsync(new AuditEvent(Time.GetUtcNow(), actor, action, "s", null, unit), None);
            Time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.Equal(["item.decided", "item.leased"], await ActionsAsync(new AuditFilter { Action = "item." }));
        Assert.Equal(["items", "item.leased"], await ActionsAsync(new AuditFilter { Actor = "lan" }));
        Assert.Equal(["item.decided"], await ActionsAsync(new AuditFilter { Units = ["can-tho", "hue"] }));
        Assert.Equal(["items"], await ActionsAsync(new AuditFilter { From = Time.GetUtcNow().AddMinutes(-1) }));
        var all = await Store.Audit.FindAsync(new AuditFilter { Subject = "s" }, None);
        Assert.Equal(["item.leased"], await ActionsAsync(new AuditFilter { Subject = "s", Before = all[1].Position }));

        async Task<IEnumerable<string>> ActionsAsync(AuditFilter filter) => (await Store.Audit.FindAsync(filter, None)).Select(entry => entry.Event.Action);
    }

    [Fact]
    public async Task Views_are_the_owners_and_those_shared_in_the_unit()
    {
        SavedView View(string owner, string name, bool shared) => new(Guid.CreateVersion7(), owner, "bo", shared, name, "?v=" + name, Time.GetUtcNow());
        var (mine, shared, hidden) = (View("lan", "của tôi", false), View("minh", "chung", true), View("minh", "riêng", false));
        foreach (var view in new[] { shared, mine, hidden }) await Store.Views.SaveAsync(view, Audit("view.saved", "view"), None);
        Assert.Equal([mine, shared], await Store.Views.OfAsync("lan", "bo", None));
        Assert.Equal([mine], await Store.Views.OfAsync("lan", "can-tho", None));
        await Store.Views.SaveAsync(mine with { Query = "?v=2" }, Audit("view.saved", "view"), None);
        Assert.Equal("?v=2", (await Store.Views.OfAsync("lan", "bo", None))[0].Query);
        Assert.False(await Store.Views.RemoveAsync(mine.Id, "minh", Audit("never", "view"), None));
        Assert.True(await Store.Views.RemoveAsync(mine.Id, "lan", Audit("view.removed", "view"), None));
    }
}

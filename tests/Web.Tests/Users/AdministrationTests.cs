using System.Net;
using System.Text.RegularExpressions;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Accounts;
using Ecom389.Monitor.Web.Tests.Hosting;
using Ecom389.Monitor.Web.Users;

namespace Ecom389.Monitor.Web.Tests.Users;

/// <summary>What an administrator does on the site.</summary>
public sealed class AdministrationTests
{
    private static readonly string[] Pages = ["/nguoi-dung", "/nguoi-dung/minh", "/nhat-ky", "/nhat-ky?dang=csv"];

    [Fact]
    public async Task Only_administrators_open_the_pages_of_administration()
    {
        await using var site = await TestSite.StartAsync();
        foreach (var (name, expected) in ((string, HttpStatusCode)[])[("minh", HttpStatusCode.Redirect), ("sep", HttpStatusCode.Redirect), ("quan-tri", HttpStatusCode.OK)])
        {
            using var client = new FormClient(site);
            await client.SignInAsync(name);
            foreach (var path in Pages)
            {
                using var answer = await client.GetAsync(path);
                Assert.Equal(expected, answer.StatusCode);
            }
        }
    }

    [Fact]
    public async Task An_account_is_added_with_a_password_shown_once_and_changed_reset_and_switched_off()
    {
        await using var site = await TestSite.StartAsync();
        using var admin = new FormClient(site);
        await admin.SignInAsync("quan-tri");
        using var added = await admin.PostAsync("/nguoi-dung", "/nguoi-dung?handler=Add", ("ten", "moi"), ("ho-ten", "Người Mới"), ("vai-tro", "Inspector"), ("don-vi", "tinh-a"));
        var password = Regex.Match(await added.Content.ReadAsStringAsync(), "<code class=\"key\">(?<password>[a-z0-9-]+)</code>", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Groups["password"].Value;
        using (var person = new FormClient(site))
        using (var signedIn = await person.TrySignInAsync("moi", password)) Assert.Equal(PasswordChange.Path, signedIn.Headers.Location!.OriginalString);
        Assert.DoesNotContain(password, await admin.ReadAsync("/nguoi-dung"), StringComparison.Ordinal);

        using (await admin.PostAsync("/nguoi-dung/moi", "/nguoi-dung/moi?handler=Change", ("ho-ten", "Người Mới"), ("vai-tro", "Leader"), ("don-vi", "bo"), ("dung", "true"))) Assert.Equal(Role.Leader, (await site.Store.Users.FindAsync("moi", default))!.Role);
        using (await admin.PostAsync("/nguoi-dung/moi", "/nguoi-dung/moi?handler=Change", ("ho-ten", "Người Mới"), ("vai-tro", "Leader"), ("don-vi", "bo"))) Assert.False((await site.Store.Users.FindAsync("moi", default))!.Enabled);
        using (await admin.PostAsync("/nguoi-dung/moi", "/nguoi-dung/moi?handler=Reset")) Assert.False(new Passwords().Verify((await site.Store.Users.FindAsync("moi", default))! with { Enabled = true }, password));
        Assert.Contains(await site.Store.Audit.ReadAsync("user:moi", 10, default), entry => entry.Action == "user.changed" && entry.Actor == "quan-tri");
    }

    [Fact]
    public async Task The_last_administrator_cannot_be_taken_away()
    {
        await using var site = await TestSite.StartAsync();
        using var admin = new FormClient(site);
        await admin.SignInAsync("quan-tri");
        using var refused = await admin.PostAsync("/nguoi-dung/quan-tri", "/nguoi-dung/quan-tri?handler=Change", ("ho-ten", "Đỗ Quản Trị"), ("vai-tro", "Inspector"), ("don-vi", "bo"), ("dung", "true"));
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
        Assert.Equal(Role.Administrator, (await site.Store.Users.FindAsync("quan-tri", default))!.Role);
    }

    [Fact]
    public async Task A_lock_out_is_lifted_by_hand()
    {
        await using var site = await TestSite.StartAsync();
        using var person = new FormClient(site);
        for (var i = 0; i < SignInService.MostFailures; i++)
        {
            using var failed = await person.TrySignInAsync("minh", "sai");
        }

        using var admin = new FormClient(site);
        await admin.SignInAsync("quan-tri");
        using var lifted = await admin.PostAsync("/nguoi-dung/minh", "/nguoi-dung/minh?handler=Unlock");
        await person.SignInAsync("minh");
    }

    [Fact]
    public async Task Turned_away_attempts_do_not_push_the_failures_out_of_sight()
    {
        await using var site = await TestSite.StartAsync();
        var service = new SignInService(site.Store.Users, site.Store.Audit, site.Clock);
        for (var i = 0; i < SignInService.MostFailures; i++) await service.TryAsync("minh", "sai", null, default);
        for (var i = 0; i < 60; i++) Assert.Equal(SignInOutcome.LockedOut, (await service.TryAsync("minh", TestSite.Password, null, default)).Outcome);
    }

    [Fact]
    public async Task An_administrator_of_a_province_sees_and_changes_only_their_own()
    {
        await using var site = await TestSite.StartAsync();
        var own = (await site.Store.Users.FindAsync("tinh", default))!;
        await site.Store.Users.SaveAsync(own with { Role = Role.Administrator }, new(site.Clock.GetUtcNow(), "test", "user.saved", "user:tinh", null, "tinh-a"), default);
        using var admin = new FormClient(site);
        await admin.SignInAsync("tinh");
        Assert.DoesNotContain("/nguoi-dung/minh", await admin.ReadAsync("/nguoi-dung"), StringComparison.Ordinal);
        using (var other = await admin.GetAsync("/nguoi-dung/minh")) Assert.Equal(HttpStatusCode.NotFound, other.StatusCode);
        using (var reset = await admin.PostAsync("/nguoi-dung", "/nguoi-dung/minh?handler=Reset")) Assert.Equal(HttpStatusCode.NotFound, reset.StatusCode);
        using (await admin.PostAsync("/nguoi-dung", "/nguoi-dung?handler=Add", ("ten", "x"), ("ho-ten", "X"), ("vai-tro", "Administrator"), ("don-vi", "bo"))) Assert.Null(await site.Store.Users.FindAsync("x", default));
        Assert.DoesNotContain("user:minh", await admin.ReadAsync("/nhat-ky"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_of_a_unit_that_has_ended_is_not_let_in_and_their_session_ends()
    {
        await using var site = await TestSite.StartAsync();
        using var person = new FormClient(site);
        await person.SignInAsync("tinh");
        await site.Store.Users.SaveUnitAsync(new("tinh-a", "Sở A", "Tỉnh A", new(2025, 3, 1), new(2026, 11, 19)), new(site.Clock.GetUtcNow(), "test", "unit.saved", "unit:tinh-a", null), default);
        using (var ended = await person.GetAsync("/hang-doi")) Assert.Equal(HttpStatusCode.Redirect, ended.StatusCode);
        using var refused = await person.TrySignInAsync("tinh", TestSite.Password);
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
    }

    [Fact]
    public async Task A_session_ends_after_a_working_day_however_busy_it_is()
    {
        await using var site = await TestSite.StartAsync();
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        for (var i = 0; i < 11; i++)
        {
            site.Clock.Advance(TimeSpan.FromHours(1));
            using var open = await client.GetAsync("/hang-doi");
            Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        }

        site.Clock.Advance(TimeSpan.FromHours(1.1));
        using var closed = await client.GetAsync("/hang-doi");
        Assert.Equal(HttpStatusCode.Redirect, closed.StatusCode);
    }

    [Fact]
    public async Task The_trail_is_narrowed_by_who_what_and_when()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var person = new FormClient(site);
        await person.SignInAsync("minh");
        using var admin = new FormClient(site);
        await admin.SignInAsync("quan-tri");
        var page = await admin.ReadAsync("/nhat-ky?nguoi=minh&viec=user.&tu=2026-11-20&den=2026-11-20");
        Assert.Contains("user.signed-in", page, StringComparison.Ordinal);
        Assert.DoesNotContain("user:quan-tri", page, StringComparison.Ordinal);
        Assert.DoesNotContain("user.signed-in", await admin.ReadAsync("/nhat-ky?nguoi=minh&den=2026-11-19"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_is_stopped_and_resumed_with_a_reason_and_shown_on_the_overview()
    {
        await using var site = await TestSite.StartAsync();
        using var person = new FormClient(site);
        await person.SignInAsync("minh");
        using (await person.PostAsync("/dung-thu-thap", "/dung-thu-thap?handler=Stop", ("pham-vi", "*"), ("ly-do", " "))) Assert.Empty(await site.Store.Stops.StandingAsync(default));
        using (await person.PostAsync("/dung-thu-thap", "/dung-thu-thap?handler=Stop", ("pham-vi", "*"), ("ly-do", "Sàn báo quá tải"))) Assert.Equal("Sàn báo quá tải", Assert.Single(await site.Store.Stops.StandingAsync(default)).Reason);
        Assert.Contains("Sàn báo quá tải", await person.ReadAsync("/"), StringComparison.Ordinal);
        using (await person.PostAsync("/dung-thu-thap", "/dung-thu-thap?handler=Resume", ("pham-vi", "*"), ("ly-do", "Đã ổn"))) Assert.Empty(await site.Store.Stops.StandingAsync(default));
        Assert.Contains("Đã ổn", (await site.Store.Audit.ReadAsync("stop:*", 1, default))[0].Details, StringComparison.Ordinal);

        using var province = new FormClient(site);
        await province.SignInAsync("tinh");
        using (await province.PostAsync("/dung-thu-thap", "/dung-thu-thap?handler=Stop", ("pham-vi", "*"), ("ly-do", "x"))) Assert.Empty(await site.Store.Stops.StandingAsync(default));
    }

    [Fact]
    public async Task A_token_is_made_shown_once_used_and_revoked()
    {
        await using var site = await TestSite.StartAsync();
        using var person = new FormClient(site);
        await person.SignInAsync("minh");
        using var made = await person.PostAsync("/ma-truy-cap", "/ma-truy-cap?handler=Add", ("ten", "Báo cáo"), ("quyen", "Read"), ("ngay", "30"));
        var key = Regex.Match(await made.Content.ReadAsStringAsync(), "e389_[0-9a-f]{64}", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Value;
        Assert.DoesNotContain(key, await person.ReadAsync("/ma-truy-cap"), StringComparison.Ordinal);
        using var program = ApiClient.WithKey(site, key);
        await program.ReadAsync("me");
        var token = Assert.Single(await site.Store.Credentials.TokensAsync("minh", default));
        Assert.Equal(ApiScopes.Read, token.Scopes);
        using (await person.PostAsync("/ma-truy-cap", "/ma-truy-cap?handler=Revoke", ("id", token.Id.ToString())))
        {
            using var over = await program.GetAsync("me");
            Assert.Equal(HttpStatusCode.Unauthorized, over.StatusCode);
        }
    }

    [Theory]
    [InlineData("=1+1")]
    [InlineData("+84900")]
    [InlineData("-2")]
    [InlineData("@SUM(A1)")]
    [InlineData("\t=1")]
    [InlineData("  =cmd|' /C calc'!A0")]
    [InlineData("＝1")]
    public void A_cell_that_a_spreadsheet_would_take_for_a_formula_is_text(string value) => Assert.StartsWith("\"'", CsvCells.Cell(value), StringComparison.Ordinal);

    [Fact]
    public void Quotes_and_lines_in_a_cell_stay_in_it() => Assert.Equal("\"a\"\"b\nc\"", CsvCells.Cell("a\"b\nc"));
}

using System.Net;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Accounts;
using Ecom389.Monitor.Web.Tests.Hosting;

namespace Ecom389.Monitor.Web.Tests.Accounts;

public sealed class SignInTests
{
    [Fact]
    public async Task Nobody_sees_a_page_without_signing_in()
    {
        await using var site = await TestSite.StartWithMorningAsync();
        using var client = new FormClient(site);
        var item = await site.ItemAsync("ap2");
        foreach (var path in (string[])["/", "/hang-doi", $"/muc/{item.Id}", "/phe-duyet", "/tai-khoan/mat-khau", $"/ban-thu/{Guid.NewGuid()}"])
        {
            using var response = await client.GetAsync(path);
            Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
            Assert.StartsWith("/dang-nhap?ve=", response.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task After_signing_in_the_page_asked_for_opens_and_no_other_host_can_be_asked_for()
    {
        await using var site = await TestSite.StartAsync();
        using var client = new FormClient(site);
        using var wanted = await client.PostAsync("/dang-nhap", "/dang-nhap", ("ten", "minh"), ("mat-khau", TestSite.Password), ("ve", "/phe-duyet"));
        Assert.Equal("/phe-duyet", wanted.Headers.Location!.OriginalString);

        foreach (var trap in (string[])["https://evil.example/", "//evil.example/", "/\\evil.example"])
        {
            using var other = new FormClient(site);
            using var response = await other.PostAsync("/dang-nhap", "/dang-nhap", ("ten", "minh"), ("mat-khau", TestSite.Password), ("ve", trap));
            Assert.Equal("/hang-doi", response.Headers.Location!.OriginalString);
        }
    }

    [Fact]
    public async Task Five_failures_lock_a_name_for_a_quarter_of_an_hour_even_for_the_right_password()
    {
        await using var site = await TestSite.StartAsync();
        using var client = new FormClient(site);
        for (var i = 0; i < SignInService.MostFailures; i++)
        {
            using var failed = await client.TrySignInAsync("minh", "sai mat khau");
            Assert.Equal(HttpStatusCode.OK, failed.StatusCode);
        }

        using var locked = await client.TrySignInAsync("minh", TestSite.Password);
        Assert.Equal(HttpStatusCode.OK, locked.StatusCode);
        site.Clock.Advance(SignInService.LockOut + TimeSpan.FromSeconds(1));
        await client.SignInAsync("minh");
    }

    [Fact]
    public async Task A_lock_out_outlives_a_restart_because_it_is_read_from_the_audit_trail()
    {
        await using var site = await TestSite.StartAsync();
        var first = new SignInService(site.Store.Users, site.Store.Audit, site.Clock);
        for (var i = 0; i < SignInService.MostFailures; i++) await first.TryAsync("minh", "sai", null, default);
        var second = new SignInService(site.Store.Users, site.Store.Audit, site.Clock);
        Assert.Equal(SignInOutcome.LockedOut, (await second.TryAsync("minh", TestSite.Password, null, default)).Outcome);
    }

    [Theory]
    [InlineData(-60)]
    [InlineData(60)]
    [InlineData(-10)]
    public async Task A_clock_put_back_or_ahead_neither_frees_a_locked_name_nor_keeps_it_locked(int minutes)
    {
        await using var site = await TestSite.StartAsync();
        var service = new SignInService(site.Store.Users, site.Store.Audit, site.Clock);
        for (var i = 0; i < SignInService.MostFailures; i++) await service.TryAsync("minh", "sai", null, default);
        site.Clock.Advance(TimeSpan.FromMinutes(5));

        site.Clock.Jump(TimeSpan.FromMinutes(minutes));
        Assert.Equal(SignInOutcome.LockedOut, (await service.TryAsync("minh", TestSite.Password, null, default)).Outcome);
        site.Clock.Advance(SignInService.LockOut - TimeSpan.FromMinutes(5) - TimeSpan.FromSeconds(1));
        Assert.Equal(SignInOutcome.LockedOut, (await service.TryAsync("minh", TestSite.Password, null, default)).Outcome);
        // A clock that is ten minutes behind may keep it ten minutes longer, where the trail is all that another machine has.
        site.Clock.Advance(TimeSpan.FromSeconds(2) + TimeSpan.FromMinutes(minutes is < 0 and > -15 ? -minutes : 0));
        Assert.Equal(SignInOutcome.SignedIn, (await service.TryAsync("minh", TestSite.Password, null, default)).Outcome);
    }

    [Fact]
    public async Task A_name_unlocked_by_an_administrator_is_free_also_after_the_clock_was_put_back()
    {
        await using var site = await TestSite.StartAsync();
        var service = new SignInService(site.Store.Users, site.Store.Audit, site.Clock);
        for (var i = 0; i < SignInService.MostFailures; i++) await service.TryAsync("minh", "sai", null, default);
        site.Clock.Jump(TimeSpan.FromHours(-1));
        await site.Store.Audit.AppendAsync(new(site.Clock.GetUtcNow(), "quan-tri", "user.unlocked", "user:minh", null), default);
        Assert.Equal(SignInOutcome.SignedIn, (await service.TryAsync("minh", TestSite.Password, null, default)).Outcome);
    }

    [Fact]
    public async Task An_unknown_name_is_refused_in_the_same_words_as_a_wrong_password()
    {
        await using var site = await TestSite.StartAsync();
        using var client = new FormClient(site);
        using var unknown = await client.TrySignInAsync("khong-co", "sai");
        using var wrong = await client.TrySignInAsync("lan", "sai");
        Assert.Equal(Notice(await wrong.Content.ReadAsStringAsync()), Notice(await unknown.Content.ReadAsStringAsync()));

        static string Notice(string page) => page[page.IndexOf("notice bad", StringComparison.Ordinal)..page.IndexOf("<form method=\"post\"", StringComparison.Ordinal)];
    }

    [Fact]
    public async Task Every_attempt_is_on_record_and_no_password_is()
    {
        await using var site = await TestSite.StartAsync();
        using var client = new FormClient(site);
        using var failed = await client.TrySignInAsync("minh", "bi mat sai");
        await client.SignInAsync("minh");
        var trail = await site.Store.Audit.ReadAsync("user:minh", 10, default);
        Assert.Equal("user.signed-in", trail[0].Action);
        Assert.Equal("user.sign-in-failed", trail[1].Action);
        Assert.All(trail, entry => Assert.DoesNotContain("bi mat", entry.Details ?? "", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Too_many_attempts_from_one_address_are_turned_away()
    {
        await using var site = await TestSite.StartAsync(options => options with { SignInsPerMinute = 3 });
        using var client = new FormClient(site);
        for (var i = 0; i < 3; i++)
        {
            using var tried = await client.TrySignInAsync("ai-do" + i, "x");
            Assert.Equal(HttpStatusCode.OK, tried.StatusCode);
        }

        using var refused = await client.TrySignInAsync("ai-do", "x");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
    }

    [Fact]
    public async Task A_session_ends_when_the_user_is_switched_off()
    {
        await using var site = await TestSite.StartAsync();
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        using (var open = await client.GetAsync("/hang-doi")) Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        var user = await site.Store.Users.FindAsync("minh", default);
        await site.Store.Users.SaveAsync(user! with { Enabled = false }, new(site.Clock.GetUtcNow(), "test", "user.saved", "user:minh", null), default);
        using var closed = await client.GetAsync("/hang-doi");
        Assert.Equal(HttpStatusCode.Redirect, closed.StatusCode);
    }

    [Fact]
    public async Task A_session_ends_by_itself_after_two_idle_hours()
    {
        await using var site = await TestSite.StartAsync();
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        site.Clock.Advance(TimeSpan.FromHours(2.1));
        using var closed = await client.GetAsync("/hang-doi");
        Assert.Equal(HttpStatusCode.Redirect, closed.StatusCode);
    }

    [Fact]
    public async Task Signing_out_takes_the_page_s_own_form()
    {
        await using var site = await TestSite.StartAsync();
        using var client = new FormClient(site);
        await client.SignInAsync("minh");
        using (var elsewhere = await client.PostRawAsync("/dang-xuat")) Assert.Equal(HttpStatusCode.BadRequest, elsewhere.StatusCode);
        using (var still = await client.GetAsync("/hang-doi")) Assert.Equal(HttpStatusCode.OK, still.StatusCode);
        using (await client.PostAsync("/hang-doi", "/dang-xuat"))
        {
            using var closed = await client.GetAsync("/hang-doi");
            Assert.Equal(HttpStatusCode.Redirect, closed.StatusCode);
        }
    }

    [Fact]
    public async Task The_first_administrator_is_made_once_and_must_choose_a_password()
    {
        await using var site = await TestSite.StartAsync();
        Assert.Null(await site.Accounts.EnsureFirstAdministratorAsync("Quản trị", default));

        var made = await site.Accounts.AddAsync("moi", "Người Mới", Role.Inspector, WellKnownUnits.Ministry, "test", default);
        using var client = new FormClient(site);
        using (var signedIn = await client.TrySignInAsync("moi", made.Password)) Assert.Equal(PasswordChange.Path, signedIn.Headers.Location!.OriginalString);
        using (var kept = await client.GetAsync("/hang-doi")) Assert.Equal(PasswordChange.Path, kept.Headers.Location!.OriginalString);

        const string Chosen = "cau rieng cua toi 2026";
        using (var tooShort = await client.PostAsync(PasswordChange.Path, PasswordChange.Path, ("cu", made.Password), ("moi", "ngan"), ("lai", "ngan"))) Assert.Equal(HttpStatusCode.OK, tooShort.StatusCode);
        using (var common = await client.PostAsync(PasswordChange.Path, PasswordChange.Path, ("cu", made.Password), ("moi", "MatKhau123456789"), ("lai", "MatKhau123456789")))
            Assert.Contains("hay bị lộ nhất", WebUtility.HtmlDecode(await common.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        using (var wrong = await client.PostAsync(PasswordChange.Path, PasswordChange.Path, ("cu", "sai"), ("moi", Chosen), ("lai", Chosen))) Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        using (var changed = await client.PostAsync(PasswordChange.Path, PasswordChange.Path, ("cu", made.Password), ("moi", Chosen), ("lai", Chosen))) Assert.Equal(HttpStatusCode.Redirect, changed.StatusCode);
        using (var open = await client.GetAsync("/hang-doi")) Assert.Equal(HttpStatusCode.OK, open.StatusCode);

        using var old = new FormClient(site);
        using var refused = await old.TrySignInAsync("moi", made.Password);
        Assert.Equal(HttpStatusCode.OK, refused.StatusCode);
    }
}

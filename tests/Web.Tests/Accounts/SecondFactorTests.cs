using System.Net;
using System.Text.RegularExpressions;
using Ecom389.Monitor.Web.Accounts;
using Ecom389.Monitor.Web.Tests.Hosting;

namespace Ecom389.Monitor.Web.Tests.Accounts;

/// <summary>Two-step sign-in as a person meets it.</summary>
public sealed class SecondFactorTests
{
    private const string Page = "/tai-khoan/xac-thuc";

    [Fact]
    public async Task Once_on_a_password_alone_opens_nothing_and_a_code_opens_once()
    {
        await using var site = await TestSite.StartAsync();
        var (secret, _) = await SwitchOnAsync(site, "minh");
        site.Clock.Advance(TimeSpan.FromMinutes(2));

        using var client = new FormClient(site);
        using (var password = await client.TrySignInAsync("minh", TestSite.Password)) Assert.StartsWith("/dang-nhap/ma", password.Headers.Location!.OriginalString, StringComparison.Ordinal);
        using (var closed = await client.GetAsync("/hang-doi")) Assert.StartsWith("/dang-nhap", closed.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
        var code = Totp.Code(secret, Totp.StepOf(site.Clock.GetUtcNow()));
        using (var wrong = await client.PostAsync(SecondStep.Path, SecondStep.Path, ("ma", "000000"))) Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        using (var right = await client.PostAsync(SecondStep.Path, SecondStep.Path, ("ma", code))) Assert.Equal("/hang-doi", right.Headers.Location!.OriginalString);
        using (var open = await client.GetAsync("/hang-doi")) Assert.Equal(HttpStatusCode.OK, open.StatusCode);

        using var other = new FormClient(site);
        using (await other.TrySignInAsync("minh", TestSite.Password))
        {
            using var again = await other.PostAsync(SecondStep.Path, SecondStep.Path, ("ma", code));
            Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        }
    }

    [Fact]
    public async Task A_recovery_code_works_once_and_is_on_record()
    {
        await using var site = await TestSite.StartAsync();
        var (_, recovery) = await SwitchOnAsync(site, "minh");
        foreach (var expected in (HttpStatusCode[])[HttpStatusCode.Redirect, HttpStatusCode.OK])
        {
            using var client = new FormClient(site);
            using var password = await client.TrySignInAsync("minh", TestSite.Password);
            using var answer = await client.PostAsync(SecondStep.Path, SecondStep.Path, ("ma", recovery[0].ToUpperInvariant()));
            Assert.Equal(expected, answer.StatusCode);
        }

        Assert.Equal(recovery.Count - 1, await site.Store.Credentials.RecoveryCodesLeftAsync("minh", default));
        Assert.Contains(await site.Store.Audit.ReadAsync("user:minh", 20, default), entry => entry.Action == "user.recovery-code-used");
    }

    [Fact]
    public async Task Wrong_codes_lock_as_wrong_passwords_do()
    {
        await using var site = await TestSite.StartAsync();
        var (secret, _) = await SwitchOnAsync(site, "minh");
        site.Clock.Advance(TimeSpan.FromMinutes(2));
        using var client = new FormClient(site);
        using var password = await client.TrySignInAsync("minh", TestSite.Password);
        for (var i = 0; i < SignInService.MostFailures; i++)
        {
            using var wrong = await client.PostAsync(SecondStep.Path, SecondStep.Path, ("ma", "000000"));
            Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
        }

        using var right = await client.PostAsync(SecondStep.Path, SecondStep.Path, ("ma", Totp.Code(secret, Totp.StepOf(site.Clock.GetUtcNow()))));
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Fact]
    public async Task A_session_left_open_cannot_switch_it_off_without_password_and_code()
    {
        await using var site = await TestSite.StartAsync();
        var (secret, _) = await SwitchOnAsync(site, "minh");
        site.Clock.Advance(TimeSpan.FromMinutes(2));
        using var client = new FormClient(site);
        using (await client.TrySignInAsync("minh", TestSite.Password))
        using (await client.PostAsync(SecondStep.Path, SecondStep.Path, ("ma", Totp.Code(secret, Totp.StepOf(site.Clock.GetUtcNow())))))
        {
            using var without = await client.PostAsync(Page, Page + "?handler=Remove", ("mat-khau", TestSite.Password), ("ma", ""));
            Assert.True(await IsOnAsync(site, "minh"));
            site.Clock.Advance(TimeSpan.FromMinutes(2));
            using var with = await client.PostAsync(Page, Page + "?handler=Remove", ("mat-khau", TestSite.Password), ("ma", Totp.Code(secret, Totp.StepOf(site.Clock.GetUtcNow()))));
            Assert.False(await IsOnAsync(site, "minh"));
        }
    }

    [Fact]
    public async Task The_step_between_password_and_code_ends_after_five_minutes()
    {
        await using var site = await TestSite.StartAsync();
        var (secret, _) = await SwitchOnAsync(site, "minh");
        using var client = new FormClient(site);
        using var password = await client.TrySignInAsync("minh", TestSite.Password);
        site.Clock.Advance(SecondStep.Lasts + TimeSpan.FromSeconds(1));
        using var late = await client.GetAsync(SecondStep.Path);
        Assert.Equal("/dang-nhap", late.Headers.Location!.OriginalString);
        Assert.NotEmpty(secret);
    }

    [Fact]
    public async Task The_secret_is_not_in_the_store_in_the_clear_and_an_unfinished_set_up_asks_for_nothing()
    {
        await using var site = await TestSite.StartAsync();
        using var client = new FormClient(site);
        await client.SignInAsync("lan");
        using var begun = await client.PostAsync(Page, Page + "?handler=Begin", ("mat-khau", TestSite.Password));
        var secret = Secret(await begun.Content.ReadAsStringAsync());
        var kept = await site.Store.Credentials.SecondFactorAsync("lan", default);
        Assert.DoesNotContain(Convert.ToBase64String(secret), kept!.ProtectedSecret, StringComparison.Ordinal);
        using var other = new FormClient(site);
        await other.SignInAsync("lan");
    }

    private static async Task<bool> IsOnAsync(TestSite site, string name) => await site.Store.Credentials.SecondFactorAsync(name, default) is { ConfirmedAt: not null };

    private static async Task<(byte[] Secret, List<string> Recovery)> SwitchOnAsync(TestSite site, string name)
    {
        using var client = new FormClient(site);
        await client.SignInAsync(name);
        using var begun = await client.PostAsync(Page, Page + "?handler=Begin", ("mat-khau", TestSite.Password));
        var page = await begun.Content.ReadAsStringAsync();
        var secret = Secret(page);
        Assert.Contains("otpauth://totp/Ecom389:" + name, page, StringComparison.Ordinal);
        Assert.Contains("<svg class=\"qr\"", page, StringComparison.Ordinal);
        var recovery = Regex.Matches(page, "<li><code>(?<code>[a-z0-9-]+)</code>", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Select(match => match.Groups["code"].Value).ToList();
        Assert.Equal(10, recovery.Count);
        using var confirmed = await client.PostAsync(Page, Page + "?handler=Confirm", ("ma", Totp.Code(secret, Totp.StepOf(site.Clock.GetUtcNow()))));
        Assert.Equal(HttpStatusCode.Redirect, confirmed.StatusCode);
        Assert.True(await IsOnAsync(site, name));
        return (secret, recovery);
    }

    private static byte[] Secret(string page)
    {
        var letters = Regex.Match(page, "secret=(?<secret>[A-Z2-7]+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Groups["secret"].Value;
        var bytes = new List<byte>();
        var (buffer, bits) = (0, 0);
        foreach (var letter in letters)
        {
            buffer = (buffer << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal);
            bits += 5;
            if (bits < 8) continue;
            bytes.Add((byte)(buffer >> (bits - 8)));
            bits -= 8;
            buffer &= (1 << bits) - 1;
        }

        return [.. bytes];
    }
}

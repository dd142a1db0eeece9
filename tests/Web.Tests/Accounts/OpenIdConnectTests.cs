using System.Net;
using System.Security.Cryptography;
using System.Text;
using Ecom389.Monitor.Web.Accounts.Outside;
using Ecom389.Monitor.Web.Tests.Hosting;
using Microsoft.IdentityModel.Tokens;

namespace Ecom389.Monitor.Web.Tests.Accounts;

/// <summary>Signing in through a directory, against a provider that really signs.</summary>
public sealed class OpenIdConnectTests
{
    [Fact]
    public async Task Whom_the_directory_names_is_signed_in_with_the_role_kept_here_and_bound_to_the_identity()
    {
        await using var world = await WorldAsync();
        using var client = new FormClient(world.Site);
        Assert.Equal("/phe-duyet", await JourneyAsync(world, client));
        using (var open = await client.GetAsync("/phe-duyet")) Assert.Equal(HttpStatusCode.OK, open.StatusCode);
        Assert.Equal("minh", await world.Site.Store.Credentials.FindIdentityAsync(world.Provider.Issuer, "sub-1", default));
        Assert.Contains(await world.Site.Store.Audit.ReadAsync("user:minh", 10, default), entry => entry.Action == "user.signed-in" && entry.Details!.Contains("127.0.0.1", StringComparison.Ordinal));

        // The identity stays minh's whatever name it is given later.
        world.Provider.Name = "lan";
        using var again = new FormClient(world.Site);
        await JourneyAsync(world, again);
        Assert.Contains("Nguyễn Văn Minh", await again.ReadAsync("/hang-doi"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_identity_cannot_take_a_name_that_is_bound()
    {
        await using var world = await WorldAsync();
        using (var first = new FormClient(world.Site)) await JourneyAsync(world, first);
        world.Provider.Subject = "sub-2";
        using var thief = new FormClient(world.Site);
        Assert.Equal("/dang-nhap?loi=la", await JourneyAsync(world, thief));
    }

    [Theory]
    [InlineData("unknown-name")]
    [InlineData("no-name")]
    [InlineData("other-audience")]
    [InlineData("other-issuer")]
    [InlineData("expired")]
    [InlineData("other-key")]
    [InlineData("shared-secret")]
    [InlineData("other-nonce")]
    [InlineData("unsigned")]
    public async Task A_token_that_cannot_be_believed_opens_nothing(string forgery)
    {
        await using var world = await WorldAsync();
        using var rsa = RSA.Create(2048);
        if (forgery == "unknown-name") world.Provider.Name = "khong-co";
        if (forgery == "no-name") world.Provider.Name = null;
        world.Provider.Forge = token =>
        {
            switch (forgery)
            {
                case "other-audience": token.Audience = "ai-do"; break;
                case "other-issuer": token.Issuer = "https://evil.example"; break;
                case "expired": (token.NotBefore, token.IssuedAt, token.Expires) = (token.NotBefore!.Value.AddHours(-2), token.IssuedAt!.Value.AddHours(-2), token.Expires!.Value.AddHours(-2)); break;
                case "other-key": token.SigningCredentials = new(new RsaSecurityKey(rsa) { KeyId = "k1" }, SecurityAlgorithms.RsaSha256); break;
                case "shared-secret": token.SigningCredentials = new(new SymmetricSecurityKey(Encoding.UTF8.GetBytes(SmallProvider.ClientSecret.PadRight(64))) { KeyId = "k1" }, SecurityAlgorithms.HmacSha256); break;
                case "other-nonce": token.Subject.RemoveClaim(token.Subject.FindFirst("nonce")); token.Subject.AddClaim(new("nonce", "khac")); break;
                case "unsigned": token.SigningCredentials = null; break;
            }

            return token;
        };
        using var client = new FormClient(world.Site);
        Assert.StartsWith("/dang-nhap?loi=", await JourneyAsync(world, client), StringComparison.Ordinal);
        using var closed = await client.GetAsync("/hang-doi");
        Assert.Equal(HttpStatusCode.Redirect, closed.StatusCode);
    }

    [Fact]
    public async Task An_answer_nobody_asked_for_or_with_another_state_opens_nothing()
    {
        await using var world = await WorldAsync();
        using var client = new FormClient(world.Site);
        using (var unasked = await client.GetAsync(OutsideSignIn.ReturnPath + "?code=x&state=y")) Assert.Equal("/dang-nhap?loi=ngoai", unasked.Headers.Location!.OriginalString);
        using (await client.GetAsync(OutsideSignIn.Path))
        {
            using var other = await client.GetAsync(OutsideSignIn.ReturnPath + "?code=x&state=y");
            Assert.Equal("/dang-nhap?loi=ngoai", other.Headers.Location!.OriginalString);
        }
    }

    [Fact]
    public async Task A_person_switched_off_here_is_not_let_in_by_the_directory()
    {
        await using var world = await WorldAsync();
        var user = await world.Site.Store.Users.FindAsync("minh", default);
        await world.Site.Store.Users.SaveAsync(user! with { Enabled = false }, new(world.Site.Clock.GetUtcNow(), "test", "user.saved", "user:minh", null), default);
        using var client = new FormClient(world.Site);
        Assert.Equal("/dang-nhap?loi=la", await JourneyAsync(world, client));
    }

    [Fact]
    public async Task A_directory_that_does_not_answer_is_said_to_be_silent()
    {
        await using var site = await TestSite.StartAsync(options => options with { OpenIdConnect = new() { Authority = new("http://127.0.0.1:9/"), ClientId = "x" } });
        using var client = new FormClient(site);
        using var answer = await client.GetAsync(OutsideSignIn.Path);
        Assert.Equal("/dang-nhap?loi=ngoai", answer.Headers.Location!.OriginalString);
        Assert.Contains("không trả lời", await client.ReadAsync("/dang-nhap?loi=ngoai"), StringComparison.Ordinal);
    }

    // The way a browser goes: to the provider, back with its code, and where the site then sends it.
    private static async Task<string> JourneyAsync(World world, FormClient client)
    {
        using var going = await client.GetAsync(OutsideSignIn.Path + "?ve=%2Fphe-duyet");
        using var provider = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var granted = await provider.GetAsync(going.Headers.Location);
        using var back = await client.GetAsync(granted.Headers.Location!.PathAndQuery);
        return back.Headers.Location!.OriginalString;
    }

    private static async Task<World> WorldAsync()
    {
        var provider = await SmallProvider.StartAsync(new TestClock());
        var site = await TestSite.StartAsync(options => options with
        {
            OpenIdConnect = new() { Authority = new(provider.Issuer), ClientId = SmallProvider.ClientId, ClientSecret = SmallProvider.ClientSecret, Label = "Bộ" },
        });
        return new(provider, site);
    }

    private sealed record World(SmallProvider Provider, TestSite Site) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Site.DisposeAsync();
            await Provider.DisposeAsync();
        }
    }
}

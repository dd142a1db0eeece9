using System.Security.Cryptography;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.IdentityModel.Tokens;

namespace Ecom389.Monitor.Web.Accounts.Outside;

/// <summary>The two addresses by which people go to the provider and come back.</summary>
public static class OutsideSignIn
{
    public const string Path = "/dang-nhap/ngoai";
    public const string ReturnPath = "/dang-nhap/ngoai/ve";

    private const string Cookie = "ecom389.outside";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public static void Map(WebApplication app)
    {
        app.MapGet(Path, GoAsync).AllowAnonymous().RequireRateLimiting(ReviewSite.SignInLimit).ExcludeFromDescription();
        app.MapGet(ReturnPath, ReturnAsync).AllowAnonymous().RequireRateLimiting(ReviewSite.SignInLimit).ExcludeFromDescription();
    }

    private static async Task<IResult> GoAsync(HttpContext context, ReviewSiteOptions site, OpenIdConnectClient client, IDataProtectionProvider protection, ILoggerFactory loggers)
    {
        var address = site.OpenIdConnect?.PublicAddress is { } known ? known.AbsoluteUri.TrimEnd('/') : $"{context.Request.Scheme}://{context.Request.Host}";
        try
        {
            var (target, journey) = await client.BeginAsync(address + ReturnPath, context.Request.Query["ve"].ToString(), context.RequestAborted);
            context.Response.Cookies.Append(Cookie, Protector(protection).Protect(JsonSerializer.Serialize(journey, JsonContract.Compact)), Options(context));
            return Results.Redirect(target);
        }
        catch (Exception exception) when (exception is HttpRequestException or InvalidOperationException or IOException)
        {
            loggers.CreateLogger(typeof(OutsideSignIn)).LogWarning(exception, "The OpenID Connect provider does not answer");
            return Results.Redirect("/dang-nhap?loi=ngoai");
        }
    }

    private static async Task<IResult> ReturnAsync(
        HttpContext context, ReviewSiteOptions site, OpenIdConnectClient client, SignInService signIn, IUserStore users, ICredentialStore credentials, IDataProtectionProvider protection, TimeProvider time, ILoggerFactory loggers)
    {
        var journey = Read(context, protection);
        context.Response.Cookies.Delete(Cookie, Options(context));
        var query = context.Request.Query;
        if (journey is null || time.GetUtcNow() - journey.StartedAt > Longest || query["code"].ToString() is not { Length: > 0 } code
            || !CryptographicOperations.FixedTimeEquals(System.Text.Encoding.UTF8.GetBytes(query["state"].ToString()), System.Text.Encoding.UTF8.GetBytes(journey.State)))
            return Results.Redirect("/dang-nhap?loi=ngoai");

        OutsideIdentity? identity;
        try
        {
            identity = await client.FinishAsync(journey, code, context.RequestAborted);
        }
        catch (Exception exception) when (exception is HttpRequestException or InvalidOperationException or SecurityTokenException)
        {
            loggers.CreateLogger(typeof(OutsideSignIn)).LogWarning(exception, "The OpenID Connect provider's answer cannot be used");
            return Results.Redirect("/dang-nhap?loi=ngoai");
        }

        if (identity is null || await AccountAsync(identity, users, credentials, time, context.RequestAborted) is not { } name) return Results.Redirect("/dang-nhap?loi=la");
        var result = await signIn.AcceptAsync(name, identity.Issuer, context.Connection.RemoteIpAddress?.ToString(), context.RequestAborted);
        if (result is not { Outcome: SignInOutcome.SignedIn, User: { } user }) return Results.Redirect("/dang-nhap?loi=la");
        await SessionCheck.BeginAsync(context, user);
        return Results.LocalRedirect(LocalAddress.OrQueue(journey.Back));
    }

    /// <summary>The account bound to the identity; at the first visit the one it names, which is then bound.</summary>
    private static async Task<string?> AccountAsync(OutsideIdentity identity, IUserStore users, ICredentialStore credentials, TimeProvider time, CancellationToken cancellationToken)
    {
        if (await credentials.FindIdentityAsync(identity.Issuer, identity.Subject, cancellationToken) is { } bound) return bound;
        if (identity.Name is not { } name || await users.FindAsync(name, cancellationToken) is not { Enabled: true } user) return null;
        var audit = new AuditEvent(time.GetUtcNow(), user.Name, "user.identity-bound", "user:" + user.Name, JsonSerializer.Serialize(new { issuer = identity.Issuer }, JsonContract.Compact), user.UnitId);
        return await credentials.TryBindIdentityAsync(identity.Issuer, identity.Subject, user.Name, audit, cancellationToken) ? user.Name : null;
    }

    private static OutsideJourney? Read(HttpContext context, IDataProtectionProvider protection)
    {
        try
        {
            return context.Request.Cookies[Cookie] is { } kept ? JsonSerializer.Deserialize<OutsideJourney>(Protector(protection).Unprotect(kept), JsonContract.Compact) : null;
        }
        catch (Exception exception) when (exception is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private static IDataProtector Protector(IDataProtectionProvider protection) => protection.CreateProtector("ecom389.outside-sign-in");

    // Lax: the provider sends the person back from another site.
    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        IsEssential = true,
        MaxAge = Longest,
        Path = "/dang-nhap",
    };
}

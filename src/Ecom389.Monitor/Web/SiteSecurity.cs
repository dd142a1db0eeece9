using System.Threading.RateLimiting;
using Ecom389.Monitor.Web.Accounts;
using Ecom389.Monitor.Web.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;

namespace Ecom389.Monitor.Web;

/// <summary>Who may come in, how long they stay, and how often anybody may ask.</summary>
internal static class SiteSecurity
{
    // Before anybody is known there is only the address, behind which a whole office may sit.
    private const int StrangersPerMinute = 600;

    public static void AddServices(IServiceCollection services, ReviewSiteOptions options)
    {
        services.AddAuthentication(CookieAuthenticationDefaults.AuthenticationScheme)
            .AddCookie(cookie =>
            {
                Settle(cookie, "ecom389");
                cookie.ExpireTimeSpan = options.IdleSession;
                cookie.SlidingExpiration = true;
                cookie.Events.OnValidatePrincipal = SessionCheck.ValidateAsync;
            })
            .AddCookie(SecondStep.Scheme, cookie =>
            {
                Settle(cookie, "ecom389.step");
                cookie.Cookie.SameSite = SameSiteMode.Strict;
                cookie.ExpireTimeSpan = SecondStep.Lasts;
                cookie.SlidingExpiration = false;
            })
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(TokenAuthentication.SchemeName, configureOptions: null);
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(Administrators, policy => policy.RequireRole(nameof(Core.Role.Administrator)))
            .AddPolicy(Deciders, policy => policy.RequireRole(nameof(Core.Role.Inspector), nameof(Core.Role.Analyst), nameof(Core.Role.Administrator)));
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "ecom389.form";
            antiforgery.Cookie.HttpOnly = true;
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(context => context.User.Identity is { IsAuthenticated: true, Name: { } name }
                ? Window("person " + name, options.PagesPerMinute)
                : Window("address " + Address(context), StrangersPerMinute));
            limiter.AddPolicy(ReviewSite.SignInLimit, context => HttpMethods.IsPost(context.Request.Method) || context.Request.Path.StartsWithSegments(Accounts.Outside.OutsideSignIn.Path, StringComparison.Ordinal)
                ? Window(Address(context), options.SignInsPerMinute)
                : RateLimitPartition.GetNoLimiter("read"));
            // Tokens are told apart by what was sent, before it is known whether it is one.
            limiter.AddPolicy(ApiSite.Limit, context => Window(
                context.Request.Headers.Authorization.ToString() is { Length: > 0 } key ? Core.ContentHash.Of(key) : Address(context), options.ApiCallsPerMinute));
        });
    }

    /// <summary>Policy of pages for administrators.</summary>
    public const string Administrators = "administrators";

    /// <summary>Policy of pages on which something is done: leaders read.</summary>
    public const string Deciders = "deciders";

    private static void Settle(CookieAuthenticationOptions cookie, string name)
    {
        cookie.Cookie.Name = name;
        cookie.Cookie.HttpOnly = true;
        cookie.Cookie.SameSite = SameSiteMode.Lax;
        cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        cookie.LoginPath = "/dang-nhap";
        cookie.AccessDeniedPath = "/loi/403";
        cookie.ReturnUrlParameter = "ve";
    }

    private static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "";

    private static RateLimitPartition<string> Window(string key, int permits) =>
        RateLimitPartition.GetFixedWindowLimiter(key, _ => new() { PermitLimit = permits, Window = TimeSpan.FromMinutes(1) });
}

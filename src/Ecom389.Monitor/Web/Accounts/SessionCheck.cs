using System.Globalization;
using System.Security.Claims;
using Ecom389.Monitor.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Ecom389.Monitor.Web.Accounts;

/// <summary>
/// Ends sessions whose user was switched off, moved, given another role or another password since they began, and those that
/// have lasted longer than a working day however busy they are.
/// </summary>
public static class SessionCheck
{
    private const string Began = "began";

    /// <summary>Begins a session for somebody whose identity is settled.</summary>
    public static Task BeginAsync(HttpContext context, User user)
    {
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var properties = new AuthenticationProperties();
        properties.SetString(Began, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        return context.SignInAsync(CookieAuthenticationDefaults.AuthenticationScheme, SignInService.Principal(user), properties);
    }

    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var name = context.Principal?.Identity?.Name;
        var user = name is null ? null : await services.GetRequiredService<IUserStore>().FindAsync(name, context.HttpContext.RequestAborted);
        if (user is { Enabled: true }
            && string.Equals(Passwords.Stamp(user), context.Principal?.FindFirstValue(PersonClaims.Stamp), StringComparison.Ordinal)
            && Age(context, services.GetRequiredService<TimeProvider>()) < services.GetRequiredService<ReviewSiteOptions>().LongestSession
            && await services.GetRequiredService<SignInService>().IsUnitInForceAsync(user, context.HttpContext.RequestAborted)) return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }

    // A session that does not say when it began is as old as can be.
    private static TimeSpan Age(CookieValidatePrincipalContext context, TimeProvider time) =>
        long.TryParse(context.Properties.GetString(Began), CultureInfo.InvariantCulture, out var began) ? time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(began) : TimeSpan.MaxValue;
}

using System.Security.Claims;
using Ecom389.Monitor.Core;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Ecom389.Monitor.Web.Accounts;

/// <summary>Ends sessions whose user was switched off, moved, given another role or another password since they began.</summary>
public static class SessionCheck
{
    public static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var users = context.HttpContext.RequestServices.GetRequiredService<IUserStore>();
        var name = context.Principal?.Identity?.Name;
        var user = name is null ? null : await users.FindAsync(name, context.HttpContext.RequestAborted);
        if (user is { Enabled: true } && string.Equals(Passwords.Stamp(user), context.Principal?.FindFirstValue(PersonClaims.Stamp), StringComparison.Ordinal)) return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
    }
}

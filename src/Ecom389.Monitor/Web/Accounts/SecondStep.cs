using System.Security.Claims;
using Ecom389.Monitor.Core;
using Microsoft.AspNetCore.Authentication;

namespace Ecom389.Monitor.Web.Accounts;

/// <summary>
/// Between the password and the code: a cookie of its own that opens nothing, lasts five minutes, and ends when the password
/// changes meanwhile.
/// </summary>
public static class SecondStep
{
    public const string Scheme = "second-step";
    public const string Path = "/dang-nhap/ma";

    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(5);

    public static Task BeginAsync(HttpContext context, User user) => context.SignInAsync(
        Scheme, new ClaimsPrincipal(new ClaimsIdentity([new(ClaimTypes.Name, user.Name), new(PersonClaims.Stamp, Passwords.Stamp(user))], Scheme)));

    /// <summary>Whose password was right a moment ago, or null.</summary>
    public static async Task<User?> UserAsync(HttpContext context, IUserStore users)
    {
        var ticket = await context.AuthenticateAsync(Scheme);
        if (ticket.Principal?.Identity?.Name is not { } name) return null;
        var user = await users.FindAsync(name, context.RequestAborted);
        return user is { Enabled: true } && string.Equals(Passwords.Stamp(user), ticket.Principal.FindFirstValue(PersonClaims.Stamp), StringComparison.Ordinal) ? user : null;
    }

    public static Task EndAsync(HttpContext context) => context.SignOutAsync(Scheme);
}

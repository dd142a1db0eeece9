using System.Security.Claims;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Review;

namespace Ecom389.Monitor.Web.Accounts;

/// <summary>Names of the claims a session carries beside the framework's.</summary>
public static class PersonClaims
{
    public const string Unit = "unit";
    public const string Stamp = "stamp";
    public const string MustChangePassword = "must-change-password";
}

/// <summary>Who is signed in, from the session's claims (checked against the store at every request).</summary>
public sealed record Person(string Name, string DisplayName, Role Role, string UnitId, bool MustChangePassword)
{
    /// <summary>Leaders read everything and decide nothing.</summary>
    public bool MayDecide => Role != Role.Leader;

    public Actor Actor => new(Name, Role, UnitId);

    /// <summary>The person of a principal, or null when nobody is signed in.</summary>
    public static Person? Of(ClaimsPrincipal principal) =>
        principal is { Identity: { IsAuthenticated: true, Name: { } name } } && Enum.TryParse<Role>(principal.FindFirstValue(ClaimTypes.Role), out var role)
            ? new(name, principal.FindFirstValue(ClaimTypes.GivenName) ?? name, role, principal.FindFirstValue(PersonClaims.Unit) ?? "",
                string.Equals(principal.FindFirstValue(PersonClaims.MustChangePassword), "yes", StringComparison.Ordinal))
            : null;
}

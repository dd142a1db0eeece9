using System.Security.Claims;
using System.Text.Encodings.Web;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Web.Accounts;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Ecom389.Monitor.Web.Api;

/// <summary>
/// Programs name themselves by <c>Authorization: Bearer e389_…</c> (RFC 6750). The token acts for its owner as they are at this
/// moment; cookies mean nothing here, so that no page can be made to call.
/// </summary>
public sealed class TokenAuthentication(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiTokens tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "token";
    public const string ScopeClaim = "scope";
    public const string TokenClaim = "token";

    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase)) return AuthenticateResult.NoResult();
        if (await tokens.FindAsync(header[Bearer.Length..].Trim(), Context.RequestAborted) is not var (token, owner)) return AuthenticateResult.Fail("The token is unknown, revoked or over.");
        var identity = new ClaimsIdentity(
            [.. SignInService.Principal(owner).Claims, new(TokenClaim, token.Id.ToString("D")), .. Scopes(token.Scopes).Select(scope => new Claim(ScopeClaim, scope))], SchemeName);
        return AuthenticateResult.Success(new(new ClaimsPrincipal(identity), SchemeName));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        Response.Headers.WWWAuthenticate = "Bearer realm=\"ecom389\"";
        return Task.CompletedTask;
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static IEnumerable<string> Scopes(ApiScopes scopes) => Enum.GetValues<ApiScopes>().Where(scope => scope != ApiScopes.None && scopes.HasFlag(scope)).Select(scope => scope.ToString());
}

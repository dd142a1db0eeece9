using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Ecom389.Monitor.Web.Tests.Hosting;

/// <summary>A real OpenID Connect provider on loopback: discovery, keys, authorisation with PKCE, signed tokens. It signs everybody in as <see cref="Name"/>.</summary>
public sealed class SmallProvider : IAsyncDisposable
{
    public const string ClientId = "ecom389";
    public const string ClientSecret = "bi mat cua client";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ConcurrentDictionary<string, (string Challenge, string Nonce, string Redirect)> _codes = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly WebApplication _app;

    private SmallProvider(TimeProvider time)
    {
        _time = time;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.UseRouting();
        _app.MapGet("/.well-known/openid-configuration", () => Results.Json(new
        {
            issuer = Issuer,
            authorization_endpoint = Issuer + "/authorize",
            token_endpoint = Issuer + "/token",
            jwks_uri = Issuer + "/keys",
            response_types_supported = (string[])["code"],
            subject_types_supported = (string[])["public"],
            id_token_signing_alg_values_supported = (string[])["RS256"],
        }));
        _app.MapGet("/keys", () =>
        {
            var key = _rsa.ExportParameters(includePrivateParameters: false);
            return Results.Json(new { keys = (object[])[new { kty = "RSA", use = "sig", kid = "k1", alg = "RS256", n = WebEncoders.Base64UrlEncode(key.Modulus!), e = WebEncoders.Base64UrlEncode(key.Exponent!) }] });
        });
        _app.MapGet("/authorize", Authorize);
        _app.MapPost("/token", (Delegate)TokenAsync);
    }

    public string Issuer { get; private set; } = "";

    /// <summary>Whom the provider names; null leaves the name out.</summary>
    public string? Name { get; set; } = "minh";

    public string Subject { get; set; } = "sub-1";

    /// <summary>What a forger changes.</summary>
    public Func<SecurityTokenDescriptor, SecurityTokenDescriptor>? Forge { get; set; }

    public static async Task<SmallProvider> StartAsync(TimeProvider time)
    {
        var provider = new SmallProvider(time);
        await provider._app.StartAsync();
        provider.Issuer = provider._app.Urls.First().TrimEnd('/');
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _rsa.Dispose();
    }

    private IResult Authorize(HttpContext context)
    {
        var query = context.Request.Query;
        if (query["client_id"] != ClientId || query["response_type"] != "code" || query["code_challenge_method"] != "S256") return Results.BadRequest();
        var code = Guid.NewGuid().ToString("N");
        _codes[code] = (query["code_challenge"].ToString(), query["nonce"].ToString(), query["redirect_uri"].ToString());
        return Results.Redirect(QueryHelpers.AddQueryString(query["redirect_uri"].ToString(), new Dictionary<string, string?>(StringComparer.Ordinal) { ["code"] = code, ["state"] = query["state"] }));
    }

    private async Task<IResult> TokenAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        if (form["client_secret"] != ClientSecret || !_codes.TryRemove(form["code"].ToString(), out var known) || form["redirect_uri"] != known.Redirect) return Results.BadRequest();
        if (WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString()))) != known.Challenge) return Results.BadRequest();
        var now = _time.GetUtcNow().UtcDateTime;
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = ClientId,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddMinutes(5),
            Subject = new ClaimsIdentity([new("sub", Subject), new("nonce", known.Nonce), .. Name is { } name ? (Claim[])[new("preferred_username", name)] : []]),
            SigningCredentials = new(new RsaSecurityKey(_rsa) { KeyId = "k1" }, SecurityAlgorithms.RsaSha256),
        };
        return Results.Json(new { token_type = "Bearer", access_token = "x", id_token = new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(Forge?.Invoke(descriptor) ?? descriptor) });
    }
}

using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Ecom389.Monitor.Web.Accounts.Outside;

/// <summary>A journey to the provider: what must come back unchanged.</summary>
public sealed record OutsideJourney(string State, string Nonce, string Verifier, string RedirectUri, string Back, DateTimeOffset StartedAt);

/// <summary>Whom the provider named.</summary>
public sealed record OutsideIdentity(string Issuer, string Subject, string? Name);

/// <summary>
/// The client's side of OpenID Connect Core 1.0 §3.1 with PKCE (RFC 7636). Discovery, keys and their renewal, and the checks
/// of the signed token are Microsoft.IdentityModel's.
/// </summary>
public sealed class OpenIdConnectClient : IDisposable
{
    // Signatures by a private key only: a shared secret would let whoever holds it name anybody.
    private static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512];

    private readonly OpenIdConnectSettings _settings;
    private readonly TimeProvider _time;
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(15), MaxResponseContentBufferSize = 1_000_000 };
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _provider;

    public OpenIdConnectClient(OpenIdConnectSettings settings, TimeProvider time)
    {
        _settings = settings;
        _time = time;
        _provider = new(
            settings.Authority.AbsoluteUri.TrimEnd('/') + "/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(_http) { RequireHttps = settings.Authority.Scheme == Uri.UriSchemeHttps });
    }

    /// <summary>Where to send the person, and what must be remembered until they are back. Throws when the provider cannot be reached.</summary>
    public async Task<(string Address, OutsideJourney Journey)> BeginAsync(string redirectUri, string back, CancellationToken cancellationToken)
    {
        var provider = await _provider.GetConfigurationAsync(cancellationToken);
        var journey = new OutsideJourney(Secret(), Secret(), Secret(), redirectUri, back, _time.GetUtcNow());
        var address = QueryHelpers.AddQueryString(provider.AuthorizationEndpoint, new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["response_type"] = "code",
            ["client_id"] = _settings.ClientId,
            ["redirect_uri"] = redirectUri,
            ["scope"] = "openid profile email",
            ["state"] = journey.State,
            ["nonce"] = journey.Nonce,
            ["code_challenge"] = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(journey.Verifier))),
            ["code_challenge_method"] = "S256",
        });
        return (address, journey);
    }

    /// <summary>Exchanges the code; null when the provider's token cannot be believed.</summary>
    public async Task<OutsideIdentity?> FinishAsync(OutsideJourney journey, string code, CancellationToken cancellationToken)
    {
        var provider = await _provider.GetConfigurationAsync(cancellationToken);
        if (await ExchangeAsync(provider, journey, code, cancellationToken) is not { } idToken) return null;
        var checkedToken = await CheckAsync(provider, idToken);
        if (!checkedToken.IsValid && checkedToken.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            // The provider has new keys: ask for them once.
            _provider.RequestRefresh();
            checkedToken = await CheckAsync(await _provider.GetConfigurationAsync(cancellationToken), idToken);
        }

        if (!checkedToken.IsValid || Claim(checkedToken, "nonce") is not { } nonce || Claim(checkedToken, "sub") is not { Length: > 0 } subject) return null;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(nonce), Encoding.UTF8.GetBytes(journey.Nonce))) return null;
        return new(provider.Issuer, subject, Claim(checkedToken, _settings.NameClaim));
    }

    public void Dispose() => _http.Dispose();

    private async Task<string?> ExchangeAsync(OpenIdConnectConfiguration provider, OutsideJourney journey, string code, CancellationToken cancellationToken)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = journey.RedirectUri,
            ["client_id"] = _settings.ClientId,
            ["code_verifier"] = journey.Verifier,
        };
        if (_settings.ClientSecret is { } secret) fields["client_secret"] = secret;
        using var form = new FormUrlEncodedContent(fields);
        using var response = await _http.PostAsync(new Uri(provider.TokenEndpoint), form, cancellationToken);
        if (!response.IsSuccessStatusCode) return null;
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        try
        {
            using var answer = await JsonDocument.ParseAsync(body, cancellationToken: cancellationToken);
            return answer.RootElement.TryGetProperty("id_token", out var token) ? token.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private Task<TokenValidationResult> CheckAsync(OpenIdConnectConfiguration provider, string idToken) => new JsonWebTokenHandler { MapInboundClaims = false }.ValidateTokenAsync(idToken, new TokenValidationParameters
    {
        ValidIssuer = provider.Issuer,
        ValidAudience = _settings.ClientId,
        IssuerSigningKeys = provider.SigningKeys,
        ValidAlgorithms = Algorithms,
        RequireSignedTokens = true,
        RequireExpirationTime = true,
        LifetimeValidator = (from, until, _, _) =>
        {
            var (now, skew) = (_time.GetUtcNow().UtcDateTime, TimeSpan.FromMinutes(2));
            return until is { } end && end > now - skew && (from is not { } start || start < now + skew);
        },
    });

    private static string? Claim(TokenValidationResult token, string name) => token.Claims.TryGetValue(name, out var value) ? value as string : null;

    private static string Secret() => WebEncoders.Base64UrlEncode(RandomNumberGenerator.GetBytes(32));
}

namespace Ecom389.Monitor.Web.Accounts.Outside;

/// <summary>
/// Signing in through a directory that speaks OpenID Connect (authorisation code with PKCE). Accounts, roles and units stay
/// here: the directory says who somebody is, never what they may do.
/// </summary>
public sealed record OpenIdConnectSettings
{
    /// <summary>The provider's issuer, under which <c>/.well-known/openid-configuration</c> is found. HTTPS, except on loopback.</summary>
    public required Uri Authority { get; init; }

    public required string ClientId { get; init; }

    /// <summary>Null for a public client, which PKCE alone protects.</summary>
    public string? ClientSecret { get; init; }

    /// <summary>What the button says: "Đăng nhập bằng …".</summary>
    public string Label { get; init; } = "OpenID Connect";

    /// <summary>The claim that holds the account's name here; looked at once, afterwards issuer and subject are bound to the account.</summary>
    public string NameClaim { get; init; } = "preferred_username";

    /// <summary>The site's address as people open it; null takes the one of the request.</summary>
    public Uri? PublicAddress { get; init; }

    /// <summary>What is wrong with these settings, as field and sentence; empty when they can be used.</summary>
    public IReadOnlyList<(string Field, string Sentence)> Faults()
    {
        var faults = new List<(string, string)>();
        if (!Authority.IsAbsoluteUri || (Authority.Scheme != Uri.UriSchemeHttps && !(Authority.Scheme == Uri.UriSchemeHttp && Authority.IsLoopback)))
            faults.Add(("oidc.authority", "cần địa chỉ https (http chỉ trên máy này) / needs an https address (http on loopback only)"));
        if (string.IsNullOrWhiteSpace(ClientId)) faults.Add(("oidc.clientId", "không được trống / must not be blank"));
        if (string.IsNullOrWhiteSpace(NameClaim)) faults.Add(("oidc.nameClaim", "không được trống / must not be blank"));
        if (PublicAddress is { } address && (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))) faults.Add(("oidc.publicAddress", "cần địa chỉ http(s) / needs an http(s) address"));
        return faults;
    }
}

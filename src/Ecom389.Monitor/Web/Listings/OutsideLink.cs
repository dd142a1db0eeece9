namespace Ecom389.Monitor.Web.Listings;

/// <summary>Addresses that sellers and pages gave us and that may become a link.</summary>
public static class OutsideLink
{
    /// <summary>The address when it is plain http(s) without credentials, else null: then it is shown as text only.</summary>
    public static string? Safe(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (string.Equals(uri.Scheme, Uri.UriSchemeHttp, StringComparison.Ordinal) || string.Equals(uri.Scheme, Uri.UriSchemeHttps, StringComparison.Ordinal))
        && uri.UserInfo.Length == 0
            ? uri.AbsoluteUri
            : null;
}

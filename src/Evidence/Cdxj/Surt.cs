using System.Text.RegularExpressions;

namespace Ecom389.Monitor.Evidence;

/// <summary>
/// The sort-friendly form of a URL by which captures are indexed (<c>vn,example)/san-pham?a=1</c>), made the way warcio and the replay
/// tools built on it do, so that they find what we index: <c>www.</c> off, lower case, host turned round, parameters sorted.
/// </summary>
internal static partial class Surt
{
    public static string Of(string url)
    {
        if (!url.StartsWith("http:", StringComparison.OrdinalIgnoreCase) && !url.StartsWith("https:", StringComparison.OrdinalIgnoreCase)) return Unspaced(url);
        if (!Uri.TryCreate(LeadingWww().Replace(url, "$1").ToLowerInvariant(), UriKind.Absolute, out var parsed)) return Unspaced(url);
        var host = parsed.HostNameType is UriHostNameType.IPv6 ? parsed.Host : string.Join(',', parsed.IdnHost.Split('.').Reverse());
        var port = parsed.IsDefaultPort ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $":{parsed.Port}");
        var query = parsed.Query.Length > 1 ? "?" + string.Join('&', parsed.Query[1..].Split('&').Order(StringComparer.Ordinal)) : "";
        return Unspaced(host + port + ")" + parsed.AbsolutePath + query);
    }

    // A key ends at the first space.
    private static string Unspaced(string key) => key.Replace(" ", "%20", StringComparison.Ordinal).ReplaceLineEndings("%0A");

    [GeneratedRegex(@"^(https?://)www\d*\.", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex LeadingWww();
}

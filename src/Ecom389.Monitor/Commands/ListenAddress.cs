using System.Text.RegularExpressions;

namespace Ecom389.Monitor.Commands;

/// <summary>
/// Where the site listens. Kestrel takes any host name it cannot read for "all interfaces", so only an IP address or
/// <c>localhost</c> with a port is let through: a slip of the finger must not open the site to the network.
/// </summary>
internal static partial class ListenAddress
{
    /// <summary>The address in its one form, or null when it is none.</summary>
    public static string? Read(string text)
    {
        if (!Shape().IsMatch(text) || !Uri.TryCreate(text, UriKind.Absolute, out var uri)) return null;
        var named = uri.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 || string.Equals(uri.Host, "localhost", StringComparison.OrdinalIgnoreCase);
        return named ? $"{uri.Scheme}://{uri.Host}:{uri.Port}" : null;
    }

    [GeneratedRegex(@"^https?://[^/@?#:\s]+:[0-9]{1,5}/?\z|^https?://\[[0-9a-f:.]+\]:[0-9]{1,5}/?\z", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Shape();
}

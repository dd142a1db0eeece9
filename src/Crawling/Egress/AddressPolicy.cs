using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// Which addresses a crawl may connect to: globally reachable unicast only, by the IANA special-purpose address registries
/// (RFC 6890 and updates). Everything that wraps an IPv4 address in an IPv6 one, or leads to a translator, is refused.
/// </summary>
public static class AddressPolicy
{
    private static readonly (IPNetwork Network, string Reason)[] Refused =
    [
        (IPNetwork.Parse("0.0.0.0/8"), "unspecified"),
        (IPNetwork.Parse("127.0.0.0/8"), "loopback"),
        (IPNetwork.Parse("10.0.0.0/8"), "private"),
        (IPNetwork.Parse("172.16.0.0/12"), "private"),
        (IPNetwork.Parse("192.168.0.0/16"), "private"),
        (IPNetwork.Parse("169.254.169.254/32"), "metadata"),
        (IPNetwork.Parse("169.254.0.0/16"), "link-local"),
        (IPNetwork.Parse("100.100.100.200/32"), "metadata"),
        (IPNetwork.Parse("100.64.0.0/10"), "carrier-nat"),
        (IPNetwork.Parse("168.63.129.16/32"), "metadata"),
        (IPNetwork.Parse("192.0.0.0/24"), "special"),
        (IPNetwork.Parse("192.0.2.0/24"), "documentation"),
        (IPNetwork.Parse("198.51.100.0/24"), "documentation"),
        (IPNetwork.Parse("203.0.113.0/24"), "documentation"),
        (IPNetwork.Parse("192.88.99.0/24"), "6to4"),
        (IPNetwork.Parse("198.18.0.0/15"), "benchmark"),
        (IPNetwork.Parse("224.0.0.0/4"), "multicast"),
        (IPNetwork.Parse("240.0.0.0/4"), "reserved"),
        (IPNetwork.Parse("::/128"), "unspecified"),
        (IPNetwork.Parse("::1/128"), "loopback"),
        (IPNetwork.Parse("::ffff:0:0/96"), "mapped"),
        (IPNetwork.Parse("::/96"), "mapped"),
        (IPNetwork.Parse("64:ff9b::/96"), "nat64"),
        (IPNetwork.Parse("64:ff9b:1::/48"), "nat64"),
        (IPNetwork.Parse("2001::/23"), "special"),
        (IPNetwork.Parse("2001:db8::/32"), "documentation"),
        (IPNetwork.Parse("2002::/16"), "6to4"),
        (IPNetwork.Parse("3fff::/20"), "documentation"),
        (IPNetwork.Parse("fc00::/7"), "private"),
        (IPNetwork.Parse("fe80::/10"), "link-local"),
        (IPNetwork.Parse("fec0::/10"), "private"),
        (IPNetwork.Parse("ff00::/8"), "multicast"),
    ];

    private static readonly IPNetwork GlobalUnicast = IPNetwork.Parse("2000::/3");

    /// <summary>Why an address may not be connected to, in a word, or null when it is public.</summary>
    public static string? RefusalOf(IPAddress address)
    {
        foreach (var (network, reason) in Refused)
            if (network.BaseAddress.AddressFamily == address.AddressFamily && network.Contains(address)) return reason;
        if (address.AddressFamily == AddressFamily.InterNetworkV6) return GlobalUnicast.Contains(address) ? null : "reserved";
        return address.AddressFamily == AddressFamily.InterNetwork ? null : "reserved";
    }

    /// <summary>
    /// Reads a host that is an address rather than a name, in every spelling browsers take (WHATWG URL, IPv4 parser): parts in
    /// decimal, octal or hexadecimal, one to four of them.
    /// </summary>
    /// <param name="host">The host, an IPv6 address with or without brackets.</param>
    /// <param name="address">The address.</param>
    /// <param name="odd">True for a spelling other than the usual one, or one that looks like a number and is none (then <paramref name="address"/> is null).</param>
    /// <returns>False when the host is a name.</returns>
    public static bool TryReadLiteral(string host, out IPAddress? address, out bool odd)
    {
        address = null;
        odd = false;
        var text = host.TrimEnd('.');
        if (text.Contains(':', StringComparison.Ordinal))
        {
            var inner = text.StartsWith('[') && text.EndsWith(']') ? text[1..^1] : text;
            // A zone would choose the interface.
            odd = inner.Contains('%', StringComparison.Ordinal) || !IPAddress.TryParse(inner, out address);
            if (odd) address = null;
            return true;
        }

        var parts = text.Split('.');
        if (parts[^1].Length == 0 || !(parts[^1].All(char.IsAsciiDigit) || IsHexadecimal(parts[^1]))) return false;
        odd = true;
        if (parts.Length > 4) return true;
        var numbers = new ulong[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            if (!TryReadNumber(parts[i], out numbers[i])) return true;
        ulong value = 0;
        for (var i = 0; i < parts.Length - 1; i++)
        {
            if (numbers[i] > 255) return true;
            value |= numbers[i] << (8 * (3 - i));
        }

        if (numbers[^1] >= 1UL << (8 * (5 - parts.Length))) return true;
        value |= numbers[^1];
        address = new IPAddress([(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value]);
        odd = !string.Equals(address.ToString(), text, StringComparison.Ordinal);
        return true;
    }

    private static bool IsHexadecimal(string part) =>
        part.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && part.Skip(2).All(char.IsAsciiHexDigit);

    private static bool TryReadNumber(string part, out ulong value)
    {
        value = 0;
        if (part.Length is 0 or > 32) return false;
        if (IsHexadecimal(part))
            return part.Length == 2 || ulong.TryParse(part.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
        if (part.Length > 1 && part[0] == '0')
        {
            foreach (var c in part)
            {
                if (c is < '0' or > '7' || value > uint.MaxValue) return false;
                value = (value * 8) + (ulong)(c - '0');
            }

            return true;
        }

        return ulong.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}

using System.Text;

namespace Ecom389.Monitor.Core;

/// <summary>
/// What ties listings to one seller: a telephone number where there is one (then across sources: a network), else the name within
/// its source. Not an identity: two people may share a number, so what hangs on it is shown as "cùng số điện thoại", not as one person.
/// </summary>
public static class SellerKey
{
    // A number of Vietnam without the leading zero: 9 digits for mobiles, 9 or 10 for land lines.
    private const int PhoneDigits = 9;

    /// <summary><c>p:900000118</c>, <c>n:source:name</c>, or null when the listing says neither.</summary>
    public static string? Of(string sourceId, SellerRecord seller)
    {
        if (Phone(seller.Phone) is { } phone) return "p:" + phone;
        var name = Fold(seller.Name);
        return name.Length == 0 ? null : $"n:{sourceId}:{name}";
    }

    /// <summary>True when the key is a telephone number, which ties sellers of several sources.</summary>
    public static bool IsPhone(string key) => key.StartsWith("p:", StringComparison.Ordinal);

    private static string? Phone(string? written)
    {
        if (string.IsNullOrEmpty(written)) return null;
        var digits = string.Concat(written.Where(char.IsAsciiDigit));
        return digits.Length is >= PhoneDigits and <= 13 ? digits[^PhoneDigits..] : null;
    }

    private static string Fold(string? name)
    {
        if (string.IsNullOrWhiteSpace(name)) return "";
        var folded = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune)) folded.Append(Rune.ToLowerInvariant(rune).ToString());
            if (folded.Length >= 80) break;
        }
        return folded.ToString();
    }
}

namespace Ecom389.Monitor.Text.Prices;

/// <summary>
/// Price fields as shops print them: "7.572.000 ₫", "190.000đ", "8.034.000 VNĐ", with a percentage behind at most. What most price tags
/// say is read without settling the text; it says the same as the full reading, or nothing.
/// </summary>
internal static class PlainDong
{
    private const int MostGroups = 3;

    /// <summary>The amount of a field that says no more than that, or null: ask the full reading.</summary>
    public static PriceMention? Read(string text)
    {
        if (text.Length < 6 || text[0] is < '1' or > '9') return null;
        long amount = 0;
        var at = 0;
        for (; at < text.Length && char.IsAsciiDigit(text[at]); at++)
        {
            if (at == 3) return null;
            amount = (amount * 10) + (text[at] - '0');
        }

        var groups = 0;
        for (; at + 3 < text.Length && text[at] == '.' && groups < MostGroups; groups++, at += 4)
        {
            var (a, b, c) = (text[at + 1] - '0', text[at + 2] - '0', text[at + 3] - '0');
            if ((uint)a > 9 || (uint)b > 9 || (uint)c > 9) return null;
            amount = (amount * 1_000) + (a * 100) + (b * 10) + c;
        }

        if (groups == 0) return null;
        if (at < text.Length && text[at] is ' ' or '\u00A0') at++;
        var unit = UnitLength(text.AsSpan(at));
        if (unit == 0) return null;
        at += unit;
        return IsPercentage(text.AsSpan(at)) ? new(text[..at], 0, at, amount, null, "VND") : null;
    }

    private static int UnitLength(ReadOnlySpan<char> rest) => rest switch
    {
        ['₫' or 'đ', ..] => 1,
        ['V', 'N', 'D' or 'Đ', ..] or ['v', 'n', 'd' or 'đ', ..] => 3,
        _ => 0,
    };

    // Nothing, or "-21%", with at most a space before.
    private static bool IsPercentage(ReadOnlySpan<char> rest)
    {
        if (rest.IsEmpty) return true;
        if (rest[0] is ' ' or '\u00A0') rest = rest[1..];
        if (rest.Length is < 3 or > 5 || rest[0] != '-' || rest[^1] != '%') return false;
        return rest[1..^1].IndexOfAnyExceptInRange('0', '9') < 0;
    }
}

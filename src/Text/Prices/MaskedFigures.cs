using Ecom389.Monitor.Text.Normalising;

namespace Ecom389.Monitor.Text.Prices;

/// <summary>Prices with hidden digits: 2xxk, 1.xxx.000đ, 89x.000, 12.***.000đ. The range of what they may be.</summary>
internal static class MaskedFigures
{
    /// <summary>The masked amount that begins at <paramref name="start"/>, or null. A bare one (1xx) is in thousands.</summary>
    public static DongAmount? Read(string text, int start)
    {
        // Most texts hide nothing.
        if (!text.AsSpan(start).ContainsAny('x', '*')) return null;
        decimal low = 0, high = 0;
        int digits = 0, masks = 0, groups = 0, stars = 0;
        var at = start;
        for (; at < text.Length && digits + masks <= 10; at++)
        {
            var c = text[at];
            if (char.IsAsciiDigit(c))
            {
                low = low * 10 + (c - '0');
                high = high * 10 + (c - '0');
                digits++;
            }
            else if (c is 'x' or '*')
            {
                low *= 10;
                high = high * 10 + 9;
                masks++;
                stars += c == '*' ? 1 : 0;
            }
            else if (c is '.' or ',' && at + 3 < text.Length && IsPart(text[at + 1]) && IsPart(text[at + 2]) && IsPart(text[at + 3]))
            {
                groups++;
            }
            else
            {
                break;
            }
        }
        // One star is a footnote: "575.00*".
        if (masks < (groups > 0 && stars == 0 ? 1 : 2) || digits == 0 || text[start + 1] is 'x' or '*' && at == start + 2) return null;
        var unit = MoneyUnit.Read(text, at, out var end);
        if (unit is null)
        {
            if (at < text.Length && Letters.IsLetterOrDigit(text[at])) return null;
            return groups > 0 ? new(start, at, low, high, Certainty.Bare, 0) : digits + masks == 3 ? new(start, at, low * 1_000, high * 1_000, Certainty.Bare, 0) : null;
        }
        return unit.Ambiguous ? null : new(start, end, low * unit.Scale, high * unit.Scale, Certainty.Marked, unit.Scale);
    }

    private static bool IsPart(char c) => char.IsAsciiDigit(c) || c is 'x' or '*';
}

namespace Ecom389.Monitor.Text.Prices;

/// <summary>A number in figures as Vietnamese texts write them: 1.290.000, 12,5, 1 290 000, 3 7 5.</summary>
/// <param name="End">One past the last character.</param>
/// <param name="Value">Its value.</param>
/// <param name="Groups">Thousands groups after the first digits.</param>
/// <param name="Decimals">Digits behind the decimal sign.</param>
/// <param name="IntegerDigits">Digits before it.</param>
internal readonly record struct Figures(int End, decimal Value, int Groups, int Decimals, int IntegerDigits)
{
    /// <summary>Longest run of digits that can be an amount.</summary>
    private const int MostDigits = 12;

    /// <summary>Reads the number at <paramref name="start"/>, a digit; null for dates, versions, addresses and over-long runs.</summary>
    /// <param name="spaces">Whether spaces may group thousands.</param>
    public static Figures? Read(string text, int start, bool spaces)
    {
        // Twelve digits, or three and four groups of three: no more than a long holds.
        long whole = 0;
        var at = start;
        for (; IsDigit(text, at, start); at++)
        {
            if (at - start == MostDigits) return null;
            whole = whole * 10 + Digit(text[at]);
        }
        var integer = at - start;
        if (integer == 0) return null;
        var groups = 0;
        var sign = '\0';
        while (integer <= 3 && at < text.Length && groups < 4)
        {
            var c = text[at];
            if (c is not ('.' or ',' or '\'') && !(spaces && c == ' ') || groups > 0 && c != sign || !HasGroup(text, at + 1)) break;
            if (groups == 0 && whole == 0) break;
            sign = c;
            groups++;
            for (var k = 1; k <= 3; k++) whole = whole * 10 + Digit(text[at + k]);
            at += 4;
        }
        decimal value = whole;
        var decimals = 0;
        if (at + 1 < text.Length && text[at] is '.' or ',' && text[at] != sign && IsDigit(text, at + 1, at + 1))
        {
            var end = at + 1;
            while (IsDigit(text, end, at + 1) && end - at < 8) end++;
            decimals = end - at - 1;
            if (decimals > 2 && !(value == 0 && decimals == 3)) return decimals == 3 ? null : new(at, value, groups, 0, integer);
            var scale = 1m;
            for (var k = at + 1; k < end; k++)
            {
                scale /= 10;
                value += Digit(text[k]) * scale;
            }
            at = end;
            if (at + 1 < text.Length && text[at] is '.' or ',' && char.IsAsciiDigit(text[at + 1])) return null;
        }
        else if (at + 1 < text.Length && text[at] is '.' or ',' && char.IsAsciiDigit(text[at + 1]))
        {
            // 1.2.3.4 or 12.500.00: no amount.
            return null;
        }
        return new(at, value, groups, decimals, integer);
    }

    /// <summary>Digits set apart: 3 7 5 k, 1 9 9 cành. At least three.</summary>
    public static Figures? ReadSpread(string text, int start)
    {
        if (start + 2 >= text.Length || text[start + 1] != ' ') return null;
        decimal value = 0;
        var count = 0;
        var at = start;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || count > 0 && text[at] == 'o') && (at + 1 >= text.Length || !char.IsAsciiDigit(text[at + 1])))
        {
            value = value * 10 + Digit(text[at]);
            count++;
            at++;
            if (count > 6) return null;
            if (at + 1 < text.Length && text[at] == ' ' && (char.IsAsciiDigit(text[at + 1]) || text[at + 1] == 'o' && at + 2 < text.Length && text[at + 2] == ' ')) at++;
            else break;
        }
        return count >= 3 ? new Figures(at, value, 0, 0, count) : null;
    }

    /// <summary>A digit, or the letter o that stands for nought behind one (5oo, 33O k).</summary>
    private static bool IsDigit(string text, int at, int start)
    {
        if (at >= text.Length) return false;
        if (char.IsAsciiDigit(text[at])) return true;
        if (text[at] != 'o' || at == start) return false;
        var next = at + 1;
        while (next < text.Length && text[next] == 'o') next++;
        return next >= text.Length || !char.IsLetter(text[next]) || text[next] is 'k' or 't' or 'đ';
    }

    private static bool HasGroup(string text, int at) =>
        IsDigit(text, at, at) && IsDigit(text, at + 1, at) && IsDigit(text, at + 2, at) && !IsDigit(text, at + 3, at);

    private static int Digit(char c) => c == 'o' ? 0 : c - '0';
}

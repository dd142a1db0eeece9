using System.Globalization;

namespace Ecom389.Monitor.Text.Prices;

/// <summary>Price fields of shops the world over: "$1,299.00", "1.299,00 €", "12 990 Kč", "CHF 1'049,95", "35€ 99", ".75 €".</summary>
internal static class WorldPrice
{
    /// <summary>Characters; as many digits as any long holds.</summary>
    private const int MostOfLong = 18;

    /// <summary>A number that can be a price.</summary>
    public readonly record struct Number(int Start, int End, decimal Value);

    /// <summary>The first number of a field that is not a percentage; null for none.</summary>
    public static Number? First(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiDigit(text[i])) continue;
            var start = i > 0 && text[i - 1] is '.' && (i == 1 || !char.IsLetterOrDigit(text[i - 2])) ? i - 1 : i;
            var number = Read(text, start);
            var after = number.End;
            while (after < text.Length && char.IsWhiteSpace(text[after])) after++;
            if (after < text.Length && text[after] is '-' or '–')
            {
                // 12-28%
                var upper = Read(text, after + 1);
                if (upper.End > after + 1) after = upper.End;
            }
            if (after >= text.Length || text[after] != '%') return number;
            i = number.End - 1;
        }
        return null;
    }

    /// <summary>The number at <paramref name="start"/>: groups of three by point, comma, space or apostrophe; decimals behind the last other sign.</summary>
    public static Number Read(string text, int start)
    {
        Span<char> kept = stackalloc char[40];
        var length = 0;
        var end = start;
        var at = start;
        while (at < text.Length && length < kept.Length)
        {
            var c = text[at];
            if (char.IsAsciiDigit(c) || c is '.' && at == start)
            {
                kept[length++] = c;
                end = ++at;
                continue;
            }
            var next = at + 1;
            if (c is 'o' && length > 0 && (next >= text.Length || text[next] == 'o' || !char.IsLetter(text[next])))
            {
                kept[length++] = '0';
                end = at = next;
                continue;
            }
            if (c is '.' or ',' or '٫' or '٬')
            {
                var digits = DigitsAt(text, next);
                if (digits == 0)
                {
                    // "130, 38": a space crept in behind the decimal sign.
                    if (next < text.Length && char.IsWhiteSpace(text[next]) && DigitsAt(text, next + 1) == 2 && length > 0) next++;
                    else break;
                }
                kept[length++] = c is '٫' ? '.' : c is '٬' ? ',' : c;
                at = next;
            }
            else if (c is '\'' or '’' || char.IsWhiteSpace(c))
            {
                if (DigitsAt(text, next) != 3 || kept[..length].ContainsAny('.', ',') && char.IsWhiteSpace(c)) break;
                at = next;
            }
            else if (c is '€' && EuroCents(text, next) is var cents and > 0)
            {
                kept[length++] = '.';
                kept[length++] = text[cents];
                kept[length++] = text[cents + 1];
                end = cents + 2;
                break;
            }
            else
            {
                break;
            }
        }
        return new(start, end, Value(kept[..length]));
    }

    private static decimal Value(ReadOnlySpan<char> number)
    {
        var last = number.LastIndexOfAny('.', ',');
        var decimals = -1;
        if (last >= 0)
        {
            var sign = number[last];
            var tail = number.Length - last - 1;
            var others = number[..last].Contains(sign);
            var integer = number[..last].TrimStart('0').Length;
            var mixed = number[..last].ContainsAny('.', ',') && !others;
            if (!others && (tail != 3 || integer == 0 && last > 0 || mixed && tail != 3)) decimals = last;
        }
        if (number.Length <= MostOfLong) return Small(number, decimals);
        Span<char> plain = stackalloc char[number.Length + 1];
        var length = 0;
        for (var i = 0; i < number.Length; i++)
        {
            if (char.IsAsciiDigit(number[i])) plain[length++] = number[i];
            else if (i == decimals) plain[length++] = '.';
        }
        return decimal.TryParse(plain[..length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) ? value : 0;
    }

    /// <summary>The same for numbers that a long holds, with as many decimals as are written.</summary>
    private static decimal Small(ReadOnlySpan<char> number, int decimals)
    {
        long value = 0;
        var scale = 0;
        for (var i = 0; i < number.Length; i++)
        {
            if (!char.IsAsciiDigit(number[i])) continue;
            value = value * 10 + (number[i] - '0');
            if (decimals >= 0 && i > decimals) scale++;
        }
        return new((int)value, (int)(value >> 32), 0, isNegative: false, (byte)scale);
    }

    private static int DigitsAt(string text, int at)
    {
        var end = at;
        while (end < text.Length && char.IsAsciiDigit(text[end])) end++;
        return end - at;
    }

    private static int EuroCents(string text, int at)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        return DigitsAt(text, at) == 2 && (at + 2 >= text.Length || text[at + 2] is not ('.' or ',' or '€')) ? at : 0;
    }
}

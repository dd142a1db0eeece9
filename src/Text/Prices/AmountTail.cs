using Ecom389.Monitor.Text.Normalising;

namespace Ecom389.Monitor.Text.Prices;

/// <summary>What stands behind the unit of an amount: the 2 of 1tr2, the rưỡi of 1 triệu rưỡi, the 9xx of 4tr9xx, the 50 triệu of 2 tỷ 50 triệu.</summary>
internal readonly record struct AmountTail(int End, decimal Low, decimal High)
{
    /// <param name="scale">Đồng in one of the unit before.</param>
    /// <param name="counters">Words that claim a number standing apart for themselves.</param>
    public static AmountTail? Read(string text, string folded, int at, decimal scale, ReadOnlySpan<string> counters)
    {
        if (at >= text.Length) return null;
        if (scale >= 1_000 && (char.IsAsciiDigit(text[at]) || scale >= 1_000_000 && text[at] is 'x' or '*')) return ReadAttached(text, at, scale);
        var next = at;
        while (next < text.Length && text[next] == ' ' && next - at < 2) next++;
        if (next == at || next >= text.Length) return null;
        var wordEnd = WordEnd(folded, next);
        var word = folded.AsSpan(next, wordEnd - next);
        if (word is "ruoi" or "ruoj") return new(wordEnd, scale / 2, scale / 2);
        if (char.IsAsciiDigit(text[next])) return scale >= 100_000 ? ReadApart(text, folded, next, scale, counters) : null;
        if (scale < 100_000 || NumberWords.Digit(text.AsSpan(next, wordEnd - next)) is not { } digit || digit == 0) return null;
        if (word is not "tu" && !Closes(text, wordEnd)) return null;
        return new(wordEnd, digit * scale / 10, digit * scale / 10);
    }

    /// <summary>1tr2, 1tr25, 1tr250, 1tr250k, 4tr9xx, 12tr***: each digit a tenth of the unit before.</summary>
    private static AmountTail? ReadAttached(string text, int at, decimal scale)
    {
        decimal low = 0, high = 0;
        var step = scale;
        var end = at;
        var masked = false;
        for (; end < text.Length && end - at < 7; end++)
        {
            var c = text[end];
            if (c is 'x' or '*') masked = true;
            else if (masked || !(char.IsAsciiDigit(c) || c == 'o' && end > at)) break;
            step /= 10;
            if (step < 1) return null;
            var digit = c == 'o' ? 0 : c - '0';
            low += masked ? 0 : digit * step;
            high += masked ? 9 * step : digit * step;
        }
        if (end - at > 3 && !masked) return null;
        if (end < text.Length && text[end] == 'k' && end - at == 3 && (end + 1 == text.Length || !Letters.IsLetterOrDigit(text[end + 1]))) end++;
        if (end < text.Length && Letters.IsLetterOrDigit(text[end]) && text[end] is not ('đ' or 'd' or 'v')) return null;
        return new(end, low, high);
    }

    /// <summary>2 tỷ 50 triệu, 1 triệu 250 nghìn, 1 củ 2.</summary>
    private static AmountTail? ReadApart(string text, string folded, int at, decimal scale, ReadOnlySpan<string> counters)
    {
        if (Figures.Read(text, at, spaces: false) is not { Decimals: 0 } number || number.Value >= 1_000_000) return null;
        if (MoneyUnit.Read(text, number.End, out var end) is { IsDong: false } unit)
        {
            if (unit.Scale >= scale || unit.Ambiguous || number.Value * unit.Scale >= scale) return null;
            var rest = Read(text, folded, end, unit.Scale, counters);
            return new(rest?.End ?? end, number.Value * unit.Scale + (rest?.Low ?? 0), number.Value * unit.Scale + (rest?.High ?? 0));
        }
        if (number.IntegerDigits is not (1 or 3) || number.Groups > 0 || number.IntegerDigits == 3 && scale < 1_000_000) return null;
        var after = number.End;
        if (after < text.Length && (Letters.IsLetterOrDigit(text[after]) || text[after] is '%' or 'x' or '"' or ',' or '.' && after + 1 < text.Length && char.IsAsciiDigit(text[after + 1]))) return null;
        while (after < text.Length && text[after] == ' ') after++;
        var word = folded.AsSpan(after, WordEnd(folded, after) - after);
        foreach (var counter in counters)
        {
            if (word.SequenceEqual(counter)) return null;
        }
        if (number.IntegerDigits == 3 && word.Length > 0) return null;
        var part = number.Value * scale / (number.IntegerDigits == 1 ? 10 : 1_000);
        return new(number.End, part, part);
    }

    private static int WordEnd(string text, int at)
    {
        while (at < text.Length && Letters.IsLetter(text[at])) at++;
        return at;
    }

    /// <summary>Nothing more of the phrase follows: end, punctuation, a slash.</summary>
    private static bool Closes(string text, int at)
    {
        while (at < text.Length && text[at] == ' ') at++;
        return at >= text.Length || !Letters.IsLetterOrDigit(text[at]);
    }
}

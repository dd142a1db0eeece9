using Ecom389.Monitor.Text.Normalising;

namespace Ecom389.Monitor.Text.Prices;

/// <summary>One pass over a settled text that collects amounts of money.</summary>
/// <param name="settled">Characters settled, words untouched.</param>
/// <param name="isField">The text is a price field: ambiguous units and bare words count as money.</param>
internal sealed class PriceScan(NormalisedText settled, bool isField)
{
    private const decimal WidestRange = 30;

    private readonly string _text = settled.Value;
    private readonly string _folded = settled.Folded;
    private int _floor;
    private bool? _mayBeDollars;

    public void Run(List<PriceMention> found)
    {
        for (var i = 0; i < _text.Length;)
        {
            var c = _text[i];
            var opens = i == 0 || !Letters.IsLetterOrDigit(_text[i - 1]);
            int end;
            if (char.IsAsciiDigit(c) && (opens || FollowsGlued(i))) end = AtFigures(i, found);
            else if (opens && Letters.IsLetter(c)) end = AtWord(i, found);
            else end = 0;
            if (end > i)
            {
                i = end;
                continue;
            }
            i++;
            if (char.IsAsciiDigit(c))
            {
                while (i < _text.Length && char.IsAsciiDigit(_text[i])) i++;
            }
        }
    }

    /// <summary>giá500k: a price word runs into its number.</summary>
    private bool FollowsGlued(int at)
    {
        var from = at;
        while (from > 0 && at - from < 6 && Letters.IsLetter(_text[from - 1])) from--;
        return _folded.AsSpan(from, at - from) is "gia" or "chi" or "con" or "vnd" or "usd";
    }

    private int AtFigures(int start, List<PriceMention> found)
    {
        if (start > 1 && _text[start - 1] is '.' or ',' && char.IsAsciiDigit(_text[start - 2])) return 0;
        if (AtForeign(start, found) is var foreign and > 0) return foreign;
        if (DongAmount.Read(_text, _folded, start) is not { } amount) return 0;
        if (Dong(start, amount) is { } range) return Add(found, range.Start, range.End, range.Low, range.High, "VND");
        return 0;
    }

    /// <summary>Judges an amount in đồng, takes a range with it; null when it is no money here.</summary>
    private (int Start, int End, decimal Low, decimal? High)? Dong(int start, DongAmount first)
    {
        var prefix = DongBefore(start);
        var certainty = prefix < start && first.Scale == 0 ? Certainty.Marked : first.Certainty;
        var end = first.End;
        var low = first.Low;
        decimal? high = first.High > first.Low ? first.High : null;
        if (RangeEnd(first.End) is { } secondStart && DongAmount.Read(_text, _folded, secondStart) is { } second)
        {
            var scale = second.Scale;
            var lowFigure = first.Scale == 0 && scale > 1 ? first.Low * scale : first.Low;
            var highFigure = second.Scale == 0 && first.Scale > 1 ? second.Low * first.Scale : second.High;
            var marked = second.Certainty == Certainty.Marked || certainty == Certainty.Marked && (second.Scale > 0 || prefix < start && second.Certainty >= Certainty.Bare && first.Scale <= 1);
            if (marked && lowFigure < highFigure && highFigure <= lowFigure * WidestRange && !(second.Scale == 0 && IsLongRun(secondStart)))
            {
                return (prefix, second.End, lowFigure, highFigure);
            }
        }
        if (!IsMoney(start, first, certainty)) return null;
        if (first.Scale == 0 && certainty == Certainty.Bare && low < 1_000 && high is null && first.Low == decimal.Truncate(first.Low)) low *= 1_000;
        if (high is null && PriceContext.IsUpperBound(_text, _folded, start, _floor)) high = low;
        return (prefix, end, low, high);
    }

    private bool IsMoney(int start, DongAmount amount, Certainty certainty)
    {
        // A bare number of a field is left to WorldPrice, whatever stands around it.
        if (isField && (certainty == Certainty.Grouped || certainty == Certainty.Bare && amount.High <= amount.Low)) return false;
        if (PriceContext.CountsSomethingElse(_folded, amount.End)) return false;
        if (amount.Scale >= 1 && PriceContext.IsThing(_text, _folded, start, amount.End)) return false;

        // i7-12700k, rx-580: a model code, not an amount.
        if (start > 1 && _text[start - 1] is '-' && Letters.IsLetterOrDigit(_text[start - 2]) && !isField && amount.Scale <= 1_000 && !HasGrouping(start, amount.End)) return false;
        // "10.000 củ mỗi tháng" are bulbs or plugs; 802.11k is a standard; "tối thiểu 1m" a length.
        if (amount.Scale == 1_000_000 && amount.Low >= 5_000_000_000) return false;
        if (amount.Scale == 100_000 && certainty == Certainty.Ambiguous && amount.Low >= 1_000_000) return false;
        if (_text[amount.End - 1] == 'm' && !isField && !PriceContext.HasPriceWord(_text, _folded, start, _floor)) return false;
        switch (certainty)
        {
            case Certainty.Marked:
                return isField || !(amount.Scale == 1_000 && amount.Low is 2_000 or 4_000 or 5_000 or 8_000) || !IsResolution(start, amount.End);
            case Certainty.Ambiguous:
                if (isField || Slash(amount.End) && amount.Scale == 1_000) return true;
                return PriceContext.HasCue(_text, _folded, start, _floor) && !PriceContext.IsMeasure(_text, _folded, start, amount.End, _floor);
            case Certainty.Grouped:
                return isField ? false : !EndsOddly(amount.Low) && !IsLongRun(start);
            default:
                // "giá 350", "giá: 1.250": only directly behind the word, and nothing counted follows.
                return isField ? amount.High > amount.Low : PriceContext.HasPriceWord(_text, _folded, start, _floor) && amount.Low is >= 10 and < 100_000_000 && Closes(amount.End) && !EndsOddly(amount.Low * (amount.Low < 1_000 ? 1_000 : 1));
        }
    }

    /// <summary>4K screens and the like: the price word does not stand directly before, nor a "/" behind.</summary>
    private bool IsResolution(int start, int end) => !Slash(end) && !PriceContext.HasPriceWord(_text, _folded, start, _floor);

    /// <summary>Foreign currencies of running text; a field goes to <see cref="WorldPrice"/>, which takes more liberties. "20 đô" is read in both.</summary>
    private int AtForeign(int start, List<PriceMention> found)
    {
        if (isField && !(_mayBeDollars ??= MayBeDollars())) return 0;
        // ".75 €"
        var first = start > 0 && _text[start - 1] == '.' && (start == 1 || !Letters.IsLetterOrDigit(_text[start - 2])) ? start - 1 : start;
        var number = WorldPrice.Read(_text, first);
        if (number.End <= start) return 0;
        var (from, to) = settled.ToOriginal(first, number.End);
        var currency = _text.AsSpan(first, number.End - first).Contains('€')
            ? new ForeignCurrency("€", from, to, number.End)
            : ForeignCurrency.Beside(settled, from, to, number.End) ?? SharedCurrency(from, number);
        if (currency.Name is null || isField && currency.Name is not "USD") return 0;
        if (number.Value == 0 && number.End - start > 12) return 0;
        var end = Math.Max(number.End, currency.EndInText);
        var mentionStart = Math.Min(from, currency.Start);
        var mentionEnd = Math.Max(to, currency.End);
        if (found.Count > 0 && mentionStart < found[^1].End) return 0;
        var upTo = (decimal?)null;
        if (RangeEnd(end) is { } secondStart)
        {
            var second = WorldPrice.Read(_text, SkipSign(secondStart));
            if (second.End > secondStart && second.Value > number.Value && second.Value < number.Value * WidestRange)
            {
                var (_, secondTo) = settled.ToOriginal(secondStart, second.End);
                upTo = second.Value;
                mentionEnd = secondTo;
                end = second.End;
            }
        }
        found.Add(new(settled.Original[mentionStart..mentionEnd], mentionStart, mentionEnd, number.Value, upTo, currency.Name)
        {
            Role = PriceContext.Role(_text, _folded, start, end, _floor),
        });
        _floor = end;
        return end;
    }

    /// <summary>Of foreign currencies a field states here only dollars, and those it names.</summary>
    private bool MayBeDollars() => settled.Original.Contains("USD", StringComparison.Ordinal) || _text.Contains("usd", StringComparison.Ordinal) || _text.Contains("đô", StringComparison.Ordinal);

    /// <summary>"From 26 to 50 €": the first number has the currency of the second.</summary>
    private ForeignCurrency SharedCurrency(int from, WorldPrice.Number number)
    {
        if (RangeEnd(number.End) is not { } secondStart) return default;
        var second = WorldPrice.Read(_text, secondStart);
        if (second.End <= secondStart || second.Value <= number.Value || second.Value > number.Value * WidestRange) return default;
        var (secondFrom, secondTo) = settled.ToOriginal(secondStart, second.End);
        return ForeignCurrency.Beside(settled, secondFrom, secondTo, second.End) is { } shared
            ? shared with { Start = from, End = settled.ToOriginal(number.Start, number.End).End, EndInText = number.End }
            : default;
    }

    private int AtWord(int start, List<PriceMention> found)
    {
        var c = _text[start];
        if (c is not ('m' or 'h' or 'b' or 't' or 'n' or 's' or 'c' or 'l')) return 0;
        if (NumberWords.Read(_text, start, seriesToo: isField) is not { } amount) return 0;
        if (PriceContext.CountsSomethingElse(_folded, amount.End) || PriceContext.IsThing(_text, _folded, start, amount.End)) return 0;
        if (!isField && amount.Low < 1_000) return 0;
        if (!isField && amount.Certainty != Certainty.Marked && !PriceContext.HasCue(_text, _folded, start, _floor) && !Slash(amount.End)) return 0;
        return Add(found, start, amount.End, amount.Low, null, "VND");
    }

    private int Add(List<PriceMention> found, int start, int end, decimal low, decimal? high, string currency)
    {
        var (from, to) = settled.ToOriginal(start, end);
        found.Add(new(settled.Original[from..to], from, to, low, high, currency) { Role = PriceContext.Role(_text, _folded, start, end, _floor) });
        _floor = end;
        return end;
    }

    /// <summary>Where the second amount of a range begins, or null: -, ~, đến, tới, to.</summary>
    private int? RangeEnd(int at)
    {
        var from = at;
        while (at < _text.Length && _text[at] == ' ') at++;
        if (at >= _text.Length) return null;
        int next;
        if (_text[at] is '-' or '~' or '→') next = at + (_text.AsSpan(at).StartsWith("->") ? 2 : 1);
        else if (at > from && Word(at, "den", "toi", "to", "and") is var word and > 0) next = word;
        else return null;
        while (next < _text.Length && _text[next] == ' ') next++;
        next = SkipSign(next);
        return next < _text.Length && char.IsAsciiDigit(_text[next]) ? next : null;
    }

    private int SkipSign(int at)
    {
        if (at < _text.Length && _text[at] is '₫' or '$' or '€' or '£') at++;
        while (at < _text.Length && _text[at] == ' ') at++;
        return at;
    }

    private int Word(int at, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (_folded.AsSpan(at).StartsWith(word) && at + word.Length < _text.Length && _text[at + word.Length] == ' ') return at + word.Length;
        }
        return 0;
    }

    /// <summary>Start of a đồng sign before the number: ₫1.250.000, VND 500.000.</summary>
    private int DongBefore(int start)
    {
        var at = start;
        if (at > 0 && _text[at - 1] == ' ') at--;
        if (at <= _floor + 2 && _floor > 0) return start;
        if (at > 0 && _text[at - 1] == '₫') return at - 1;
        if (at > 0 && _text[at - 1] == 'đ' && (at == 1 || !Letters.IsLetterOrDigit(_text[at - 2])) && at == start) return at - 1;
        if (at > 2 && _folded.AsSpan(at - 3, 3) is "vnd" && (at == 3 || !Letters.IsLetterOrDigit(_text[at - 4]))) return at - 3;
        return start;
    }

    private bool HasGrouping(int start, int end) => _text.AsSpan(start, end - start).ContainsAny('.', ',');

    /// <summary>Prices end in noughts; 1.234.567 alone is a count or a code.</summary>
    private static bool EndsOddly(decimal amount) => amount % 500 != 0;

    private bool IsLongRun(int start)
    {
        var end = start;
        while (end < _text.Length && (char.IsAsciiDigit(_text[end]) || _text[end] is '.' or ' ' && end + 1 < _text.Length && char.IsAsciiDigit(_text[end + 1]))) end++;
        var digits = 0;
        for (var i = start; i < end; i++) digits += char.IsAsciiDigit(_text[i]) ? 1 : 0;
        return digits > 9 || _text[start] == '0';
    }

    private bool Closes(int end)
    {
        while (end < _text.Length && _text[end] == ' ') end++;
        return end >= _text.Length || !Letters.IsLetterOrDigit(_text[end]) && _text[end] is not '%' and not '$' and not '€';
    }

    private bool Slash(int end)
    {
        while (end < _text.Length && _text[end] == ' ') end++;
        return end < _text.Length && _text[end] == '/';
    }
}

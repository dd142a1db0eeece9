using System.Globalization;
using System.Text.RegularExpressions;

namespace Ecom389.Monitor.Text;

/// <summary>A radio frequency or band found in a text.</summary>
/// <param name="Text">Exactly as written.</param>
/// <param name="Start">UTF-16 offset into the text.</param>
/// <param name="End">One past the last.</param>
/// <param name="Megahertz">The frequency; of a band the lower edge.</param>
/// <param name="UpTo">Upper edge of a band in MHz, else null.</param>
public sealed record FrequencyMention(string Text, int Start, int End, decimal Megahertz, decimal? UpTo);

/// <summary>A power found in a text (transmit power, or what a charger delivers: the words around tell).</summary>
/// <param name="Text">Exactly as written.</param>
/// <param name="Start">UTF-16 offset into the text.</param>
/// <param name="End">One past the last.</param>
/// <param name="Watts">In watts; dBm converted.</param>
/// <param name="Unit"><c>W</c>, <c>mW</c>, <c>kW</c> or <c>dBm</c>.</param>
public sealed record PowerMention(string Text, int Start, int End, double Watts, string Unit);

/// <summary>Reads frequencies (MHz, GHz, 2.4G) and powers (W, mW, dBm).</summary>
public static partial class RadioReader
{
    /// <summary>Every frequency in the text, in order. Linear; never throws.</summary>
    public static IReadOnlyList<FrequencyMention> FindFrequencies(string text) => FindFrequencies(Normaliser.Normalise(text));

    /// <summary>The same of a text that is normalised already; offsets are those of its original.</summary>
    public static IReadOnlyList<FrequencyMention> FindFrequencies(NormalisedText settled)
    {
        // Every frequency has "hz" or a lone g behind a decimal: most texts need not be scanned.
        if (!settled.Folded.Contains("hz", StringComparison.Ordinal) && !settled.Folded.Contains("8g", StringComparison.Ordinal) && !settled.Folded.Contains("4g", StringComparison.Ordinal) && !settled.Folded.Contains("2g", StringComparison.Ordinal) && !settled.Folded.Contains("0g", StringComparison.Ordinal) && !settled.Folded.Contains(" g", StringComparison.Ordinal)) return [];
        var found = new List<FrequencyMention>();
        foreach (Match match in Frequency().Matches(settled.Folded))
        {
            var unit = match.Groups["unit"].Value;
            var first = match.Groups["first"].Value;
            var second = match.Groups["second"].Value;
            // "2.4g" is a band; "5g" a network and "500g" a weight.
            if (unit is "g" && (first is not ("2.4" or "2,4" or "5.8" or "5,8" or "1.2" or "5.2" or "5.0") || second.Length > 0)) continue;
            var firstUnit = match.Groups["own"] is { Success: true } own ? own.Value : unit;
            var low = Megahertz(first, firstUnit);
            decimal? high = second.Length > 0 ? Megahertz(second, unit) : null;
            if (high <= low) high = null;
            var (start, end) = settled.ToOriginal(match.Index, match.Index + match.Length);
            found.Add(new(settled.Original[start..end], start, end, low, high));
        }
        return found;
    }

    /// <summary>Every power in the text, in order. Linear; never throws.</summary>
    public static IReadOnlyList<PowerMention> FindPowers(string text) => FindPowers(Normaliser.Normalise(text));

    /// <summary>Whether there is anything to read for <see cref="FindPowers(NormalisedText)"/>: a w behind a digit, or "dbm". Most texts have neither.</summary>
    public static bool MayHoldPower(NormalisedText text)
    {
        var folded = text.Folded.AsSpan();
        for (var from = 0; folded[from..].IndexOf('w') is >= 0 and var next; from += next + 1)
        {
            var before = from + next - 1;
            if (before >= 0 && folded[before] is 'm' or 'k') before--;
            if (before >= 0 && folded[before] == ' ') before--;
            if (before >= 0 && char.IsDigit(folded[before])) return true;
        }
        return folded.Contains("dbm", StringComparison.Ordinal);
    }

    /// <summary>The same of a text that is normalised already; offsets are those of its original.</summary>
    public static IReadOnlyList<PowerMention> FindPowers(NormalisedText settled)
    {
        if (!MayHoldPower(settled)) return [];
        var found = new List<PowerMention>();
        foreach (Match match in Power().Matches(settled.Folded))
        {
            var value = (double)Number(match.Groups["value"].Value);
            var (watts, unit) = match.Groups["unit"].Value switch
            {
                "dbm" => (Math.Pow(10, (value - 30) / 10), "dBm"),
                "mw" => (value / 1_000, "mW"),
                "kw" => (value * 1_000, "kW"),
                _ => (value, "W"),
            };
            var (start, end) = settled.ToOriginal(match.Index, match.Index + match.Length);
            found.Add(new(settled.Original[start..end], start, end, watts, unit));
        }
        return found;
    }

    private static decimal Megahertz(string number, string unit)
    {
        var value = Number(number);
        // "1.880 MHz" groups thousands: no service works at 1.88 MHz with a decimal of three places. "433.920" does not.
        if (unit is "mhz" && value < 10 && number.Length == 5 && number[1] is '.' or ',') value *= 1_000;
        return unit switch { "ghz" or "g" => value * 1_000, "khz" => value / 1_000, _ => value };
    }

    private static decimal Number(string number) => decimal.Parse(number.Replace(',', '.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"(?<![\p{L}\d.,])(?<first>\d{1,6}(?:[.,]\d{1,6})?) ?(?:(?<own>[mgk]hz)? ?(?:-|~|den|to|/) ?(?<second>\d{1,6}(?:[.,]\d{1,6})?) ?)?(?<unit>[mgk]hz|g)(?![\p{L}\d])", RegexOptions.CultureInvariant)]
    private static partial Regex Frequency();

    [GeneratedRegex(@"(?<![\p{L}\d.,])(?<value>\d{1,5}(?:[.,]\d{1,3})?) ?(?<unit>dbm|mw|kw|w|watt)(?![\p{L}\d])", RegexOptions.CultureInvariant)]
    private static partial Regex Power();
}

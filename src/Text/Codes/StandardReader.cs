using System.Globalization;
using System.Text.RegularExpressions;

namespace Ecom389.Monitor.Text;

/// <summary>A reference to a national technical regulation or standard.</summary>
/// <param name="Text">Exactly as written.</param>
/// <param name="Start">UTF-16 offset into the text.</param>
/// <param name="End">One past the last.</param>
/// <param name="Reference">In one form: <c>QCVN 54:2020/BTTTT</c>, <c>QCVN 54</c>.</param>
/// <param name="Series"><c>QCVN</c> or <c>TCVN</c>.</param>
/// <param name="Number">54.</param>
/// <param name="Year">2020, or null.</param>
/// <param name="Ministry">BTTTT, BKHCN, or null.</param>
public sealed record StandardMention(string Text, int Start, int End, string Reference, string Series, string Number, int? Year, string? Ministry);

/// <summary>Reads QCVN and TCVN references however they are punctuated.</summary>
public static partial class StandardReader
{
    /// <summary>Every reference in the text, in order. Linear; never throws.</summary>
    public static IReadOnlyList<StandardMention> Find(string text) => Find(Normaliser.Characters(text));

    internal static IReadOnlyList<StandardMention> Find(NormalisedText settled)
    {
        if (!settled.Folded.Contains("cvn", StringComparison.Ordinal)) return [];
        var found = new List<StandardMention>();
        foreach (Match match in Reference().Matches(settled.Folded))
        {
            var series = match.Groups["series"].Value.ToUpperInvariant();
            var number = match.Groups["number"].Value;
            int? year = match.Groups["year"] is { Success: true } y ? int.Parse(y.ValueSpan, CultureInfo.InvariantCulture) : null;
            var ministry = match.Groups["ministry"] is { Success: true } m ? m.Value.ToUpperInvariant() : null;
            var reference = $"{series} {number}{(year is null ? "" : $":{year}")}{(ministry is null ? "" : $"/{ministry}")}";
            var (start, end) = settled.ToOriginal(match.Index, match.Index + match.Length);
            found.Add(new(settled.Original[start..end], start, end, reference, series, number, year, ministry));
        }
        return found;
    }

    [GeneratedRegex(@"(?<![\p{L}\d])(?<series>qcvn|tcvn)[ .:-]{0,2}(?:so )?(?<number>\d{1,5}(?:-\d{1,2})?)(?: ?[:/-] ?(?<year>(?:19|20)\d\d))?(?: ?[/-] ?(?<ministry>btttt|bkhcn|bct|byt|bgtvt|bca|bnnptnt))?(?!\d)", RegexOptions.CultureInvariant)]
    private static partial Regex Reference();
}

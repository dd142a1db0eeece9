using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Ecom389.Monitor.Text;

/// <summary>Which paper a number is of.</summary>
public enum CertificateKind
{
    /// <summary>Type-approval or conformity certificate in the numbering of VNTA's three centres (C0955191224AE15A3).</summary>
    VntaCertificate,

    /// <summary>A firm's own declaration of conformity (01/2024/CBHQ-ABC); its number is free.</summary>
    SupplierDeclaration,

    /// <summary>Called a certificate by the seller, in no numbering known here: unknown, never "fake".</summary>
    Unknown,
}

/// <summary>A certificate or declaration number found in a text.</summary>
/// <param name="Text">Exactly as written.</param>
/// <param name="Start">UTF-16 offset into the text.</param>
/// <param name="End">One past the last.</param>
/// <param name="Kind">Which paper.</param>
/// <param name="Number">Upper case, without spaces.</param>
/// <param name="WellFormed">Built as numbers of its kind are; says nothing of whether it exists.</param>
public sealed record CertificateMention(string Text, int Start, int End, CertificateKind Kind, string Number, bool WellFormed)
{
    /// <summary>VNTA: A Hà Nội, B TP.HCM, C Đà Nẵng.</summary>
    public char? Centre { get; init; }

    /// <summary>Running number of the year.</summary>
    public string? Ordinal { get; init; }

    /// <summary>Date of issue as the number states it.</summary>
    public DateOnly? Issued { get; init; }

    /// <summary>VNTA: the six characters of the management code (product group). Declarations: the firm.</summary>
    public string? Code { get; init; }
}

/// <summary>Reads certificate numbers. Formats: domain notes section 2.</summary>
public static partial class CertificateReader
{
    /// <summary>What the expressions below cannot match without: most texts need not be scanned.</summary>
    private static readonly SearchValues<string> DeclarationMarks = SearchValues.Create(["cb", "doc"], StringComparison.Ordinal);
    private static readonly SearchValues<string> CalledMarks = SearchValues.Create(["gcn", "chung nhan", "cnhq"], StringComparison.Ordinal);

    /// <summary>Every number in the text, in order. Linear; never throws.</summary>
    public static IReadOnlyList<CertificateMention> Find(string text) => Find(Normaliser.Characters(text));

    internal static IReadOnlyList<CertificateMention> Find(NormalisedText settled)
    {
        var found = new List<CertificateMention>();
        foreach (var match in Vnta().EnumerateMatches(settled.Value)) found.Add(ReadVnta(settled, match.Index, match.Length));
        if (settled.Value.AsSpan().ContainsAny(DeclarationMarks))
        {
            foreach (Match match in Declaration().Matches(settled.Value)) found.Add(ReadDeclaration(settled, match));
        }
        if (settled.Folded.AsSpan().ContainsAny(CalledMarks)) ReadCalled(settled, found);
        found.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        return found;
    }

    private static void ReadCalled(NormalisedText settled, List<CertificateMention> found)
    {
        foreach (Match match in Called().Matches(settled.Folded))
        {
            var group = match.Groups[1];
            if (found.Exists(f => Overlaps(f, settled.ToOriginal(group.Index, group.Index + group.Length)))) continue;
            if (!group.ValueSpan.ContainsAnyInRange('0', '9') || group.ValueSpan.StartsWith("qcvn")) continue;
            found.Add(Mention(settled, group.Index, group.Length, CertificateKind.Unknown, Tidy(group.ValueSpan), wellFormed: false));
        }
    }

    private static bool Overlaps(CertificateMention mention, (int Start, int End) span) => mention.Start < span.End && span.Start < mention.End;

    private static CertificateMention ReadVnta(NormalisedText settled, int index, int length)
    {
        var number = Tidy(settled.Value.AsSpan(index, length)).Replace('O', '0');
        var dated = DateOnly.TryParseExact(number.AsSpan(5, 6), "ddMMyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out var issued);
        return Mention(settled, index, length, CertificateKind.VntaCertificate, number, dated) with
        {
            Centre = number[0],
            Ordinal = number[1..5],
            Issued = dated ? issued : null,
            Code = number[11..],
        };
    }

    private static CertificateMention ReadDeclaration(NormalisedText settled, Match match)
    {
        var year = int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture);
        return Mention(settled, match.Index, match.Length, CertificateKind.SupplierDeclaration, Tidy(match.ValueSpan), year is >= 2011 and <= 2099) with
        {
            Ordinal = match.Groups["ordinal"].Value,
            Code = match.Groups["firm"].Value.ToUpperInvariant(),
        };
    }

    private static CertificateMention Mention(NormalisedText settled, int index, int length, CertificateKind kind, string number, bool wellFormed)
    {
        var (start, end) = settled.ToOriginal(index, index + length);
        return new(settled.Original[start..end], start, end, kind, number, wellFormed);
    }

    private static string Tidy(ReadOnlySpan<char> number) => number.ToString().Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();

    [GeneratedRegex(@"(?<![\p{L}\d])[abc] ?[\do]{4} ?[\do]{6} ?[a-z]{2}[\do]{2}[a-z]\d(?![\p{L}\d])", RegexOptions.CultureInvariant)]
    private static partial Regex Vnta();

    [GeneratedRegex(@"(?<![\p{L}\d])(?<ordinal>\d{1,5}) ?[/-] ?(?<year>\d{4}) ?[/-] ?(?:cbhq|cb|sdoc|doc|cbsdoc)(?: ?[-/_] ?(?<firm>[\p{L}\d]{1,20}))?(?![\p{L}\d])", RegexOptions.CultureInvariant)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"(?<![\p{L}\d])(?:so gcn|gcn(?: hop quy)?(?: so)?|giay chung nhan(?: hop quy)?(?: so)?|so chung nhan|cnhq(?: so)?|chung nhan hop quy so)[ :.]{1,3}([a-z\d][a-z\d/.-]{5,29}[a-z\d])", RegexOptions.CultureInvariant)]
    private static partial Regex Called();
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Ecom389.Monitor.Detection.Rules;

/// <summary>Something the rules say of the law or of an authority, with the place where they say it: what <c>rules lint</c> reads.</summary>
/// <param name="File">The file as named to the loader.</param>
/// <param name="Line">1-based line of the statement.</param>
/// <param name="Field">Field within the file: <c>legal</c>, <c>references[0]</c>, <c>routes[3].basis</c>.</param>
/// <param name="Text">Document and article.</param>
/// <param name="Source">Where it was read; empty where the statement does not say.</param>
/// <param name="Date">What holds the date: of the document or of the reading.</param>
public sealed partial record LegalStatement(string File, int Line, string Field, string Text, string Source, string Date)
{
    /// <summary>The words that own up to what nobody has checked yet.</summary>
    public const string Unverified = "cần kiểm chứng";

    private const string SourceMark = "nguồn:";

    /// <summary>Reads a statement written in one line: "document and article; nguồn: where, 22/11/2026".</summary>
    public static LegalStatement OneLine(string file, int line, string field, string text)
    {
        var at = text.IndexOf(SourceMark, StringComparison.OrdinalIgnoreCase);
        // The words "cần kiểm chứng" speak for the whole line, wherever they stand in it.
        var source = at >= 0 ? text[(at + SourceMark.Length)..].Trim() : IsUnverified(text) ? Unverified : "";
        return new(file, line, field, text, source, text);
    }

    /// <summary>Names of what is missing, in Vietnamese; empty where the statement is complete or says that it needs checking.</summary>
    public IEnumerable<string> Lacks()
    {
        if (Text.Length == 0) yield return "nội dung";
        if (Source.Length == 0) yield return "nguồn";
        if (!IsUnverified(Date) && !Days().Matches(Date).Any(static day => DateOnly.TryParseExact(day.Value, "d/M/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))) yield return "ngày";
    }

    private static bool IsUnverified(string text) => text.Contains(Unverified, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"(?<!\d)\d{1,2}/\d{1,2}/\d{4}(?!\d)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Days();
}

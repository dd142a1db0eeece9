using System.Globalization;
using System.Text.RegularExpressions;

namespace Ecom389.Monitor.Core;

/// <summary>
/// Pages that follow each other under addresses of one form: a category by page number or offset, an endpoint, a search. The next one
/// is asked for only after a page that held something new.
/// </summary>
public sealed partial record PageSeries
{
    /// <summary>
    /// Absolute URL with <c>{page}</c> or <c>{offset}</c> where the number stands, <c>{cursor}</c> where what the page before named as its
    /// successor stands, <c>{keyword}</c> where a keyword of the source's search stands. Without a number or cursor: one page.
    /// </summary>
    public required string Url { get; init; }

    /// <summary>Number of the first page (<c>{page}</c>: usually 1; <c>{offset}</c>: usually 0).</summary>
    public int First { get; init; } = 1;

    /// <summary>By how much the number grows (<c>{offset}</c>: items a page).</summary>
    public int Step { get; init; } = 1;

    /// <summary>Pages followed at most.</summary>
    public int MaxPages { get; init; } = 50;

    /// <summary>Where a page names its successor: a CSS selector (<c>a.more@data-cursor</c>), for a JSON answer a JSONPath; null without <c>{cursor}</c>.</summary>
    public string? Cursor { get; init; }

    /// <summary>JSONPath to the number of items altogether, or null: then an empty page is the last.</summary>
    public string? Total { get; init; }

    /// <summary>The address of the first page, for a keyword where the series has a place for one.</summary>
    public string FirstUrl(string? keyword = null) => Fill(First, "", keyword);

    /// <summary>The address of the page after the one at <paramref name="url"/>, or null: another form of address, or as many pages as are followed.</summary>
    /// <param name="url">A page of the series, as asked for.</param>
    /// <param name="cursor">What the page names as its successor, or null.</param>
    public string? NextUrl(string url, string? cursor = null)
    {
        var form = Form();
        if (form.Match(url) is not { Success: true } match) return null;
        var keyword = match.Groups["keyword"] is { Success: true } word ? Uri.UnescapeDataString(word.Value.Replace('+', ' ')) : null;
        if (Url.Contains("{cursor}", StringComparison.Ordinal)) return string.IsNullOrEmpty(cursor) || string.Equals(match.Groups["cursor"].Value, Uri.EscapeDataString(cursor), StringComparison.Ordinal) ? null : Fill(First, cursor, keyword);
        if (!match.Groups["number"].Success || !int.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        var next = (long)number + Step;
        return next >= First + ((long)Step * MaxPages) || next > int.MaxValue ? null : Fill((int)next, "", keyword);
    }

    /// <summary>How many items stand before the page at <paramref name="url"/>, or null when its address does not tell.</summary>
    public int? ItemsBefore(string url, int itemsOnPage)
    {
        if (Form().Match(url) is not { Success: true } match || !int.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        return Url.Contains("{offset}", StringComparison.Ordinal) ? number : (number - First) / Math.Max(Step, 1) * itemsOnPage;
    }

    /// <summary>The keyword an address of the series asks for; empty when it asks for none.</summary>
    public string KeywordOf(string url) => Form().Match(url) is { Success: true } match ? match.Groups["keyword"].Value : "";

    /// <summary>True when the address is one of the series.</summary>
    public bool Holds(string url) => Form().IsMatch(url);

    private string Fill(int number, string cursor, string? keyword)
    {
        var digits = number.ToString(CultureInfo.InvariantCulture);
        return Url.Replace("{page}", digits, StringComparison.Ordinal).Replace("{offset}", digits, StringComparison.Ordinal)
            .Replace("{cursor}", Uri.EscapeDataString(cursor), StringComparison.Ordinal)
            .Replace("{keyword}", Uri.EscapeDataString(keyword ?? ""), StringComparison.Ordinal);
    }

    private Regex Form()
    {
        var pattern = Place().Replace(Regex.Escape(Url), place => place.Groups[1].Value switch
        {
            "page" or "offset" => "(?<number>[0-9]{1,9})",
            "cursor" => "(?<cursor>[^&#]*)",
            _ => "(?<keyword>[^&#]*)",
        });
        return new Regex($"^{pattern}$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
    }

    [GeneratedRegex(@"\\\{(page|offset|cursor|keyword)}", RegexOptions.CultureInvariant)]
    private static partial Regex Place();
}

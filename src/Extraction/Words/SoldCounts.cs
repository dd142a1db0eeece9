using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>Reads how many were sold: "Đã bán 1,2k", "Đã bán 5.4k+/tháng", "120 lượt mua", "3tr sold".</summary>
internal static partial class SoldCounts
{
    private const int Longest = 80;

    private static readonly SearchValues<string> Sales = SearchValues.Create(["ban", "mua", "sold"], StringComparison.Ordinal);

    /// <summary>The count a short text states, or null.</summary>
    public static UnitsSold? Read(string text)
    {
        if (text.Length > Longest || !text.AsSpan().ContainsAnyInRange('0', '9')) return null;
        var folded = Vocabulary.Fold(text);
        // Each of the words that tell of sales holds one of these.
        if (!folded.AsSpan().ContainsAny(Sales)) return null;
        var match = Before().Match(folded);
        if (!match.Success) match = After().Match(folded);
        if (!match.Success || Number(match.Groups["n"].ValueSpan, match.Groups["unit"].ValueSpan) is not { } count) return null;
        return new(count, match.Groups["plus"].Success, PeriodOf(match.Groups["period"].Value), text.Trim());
    }

    /// <summary>A bare count as data give it: "5400", "1.2k", "Đã bán 5000+".</summary>
    public static UnitsSold? Value(string text)
    {
        if (Read(text) is { } worded) return worded;
        var match = Bare().Match(Vocabulary.Fold(text).Trim());
        return match.Success && Number(match.Groups["n"].ValueSpan, match.Groups["unit"].ValueSpan) is { } count
            ? new(count, match.Groups["plus"].Success, PeriodOf(match.Groups["period"].Value), text.Trim()) : null;
    }

    private static long? Number(ReadOnlySpan<char> spelling, ReadOnlySpan<char> unit)
    {
        var scale = unit switch { "" => 1, "k" or "nghin" or "ngan" => 1_000, _ => 1_000_000 };
        var figures = spelling.TrimEnd(".,").ToString();

        // With a unit the point or comma is a decimal one ("1,2k"), without it groups thousands ("1.250").
        figures = scale == 1 ? figures.Replace(".", "", StringComparison.Ordinal).Replace(",", "", StringComparison.Ordinal) : figures.Replace(',', '.');
        return decimal.TryParse(figures, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value) && value < 1_000_000_000 ? (long)(value * scale) : null;
    }

    private static string? PeriodOf(string word) => word switch
    {
        "ngay" or "day" => "day",
        "tuan" or "week" => "week",
        "thang" or "month" => "month",
        "nam" or "year" => "year",
        _ => null,
    };

    private const string Count = @"(?<n>\d{1,3}(?:[.,]\d{3})+|\d+(?:[.,]\d{1,2})?)\s?(?<unit>k|nghin|ngan|tr|trieu|m)?(?![a-z\d])\s?(?<plus>\+)?";
    private const string Span = @"(?:\s?(?:/|moi|trong)\s?(?:1\s)?(?<period>ngay|tuan|thang|nam|day|week|month|year))?";

    [GeneratedRegex(@"(?<![a-z])(?:da ban|luot ban|luot mua|da mua|sold)\s?(?:duoc)?[:\s(]{0,3}(?:hon |tren )?" + Count + Span, RegexOptions.CultureInvariant)]
    private static partial Regex Before();

    [GeneratedRegex(@"(?<![a-z\d.,])" + Count + @"\s?(?:san pham )?(?:da ban|luot ban|luot mua|sold|nguoi da mua)" + Span, RegexOptions.CultureInvariant)]
    private static partial Regex After();

    [GeneratedRegex("^" + Count + Span + "$", RegexOptions.CultureInvariant)]
    private static partial Regex Bare();
}

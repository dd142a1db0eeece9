using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>Dates as pages give them: ISO 8601, epoch numbers, what <see cref="DateReader"/> reads, and "3 giờ" alone, as feeds write it.</summary>
internal static class PageDates
{
    /// <summary>The date as <c>YYYY-MM-DD</c> on the clock of Asia/Ho_Chi_Minh, or null.</summary>
    public static string? Read(string text, DateTimeOffset capturedAt) => Find(text, capturedAt)?.Day;

    /// <summary>The date and how finely it was told (<c>minute</c> … <c>year</c>), or null.</summary>
    public static (string Day, string Precision)? Find(string text, DateTimeOffset capturedAt)
    {
        if (text.Length > 200 || string.IsNullOrWhiteSpace(text)) return null;
        if (Iso(text.Trim()) is { } iso) return (iso, text.Trim().Length > 10 ? "minute" : "day");
        if (Epoch(text) is { } epoch) return (DayOf(epoch), "minute");
        if (DateReader.Read(text, capturedAt) is { } read) return (DayOf(read.Instant), read.Precision.ToString().ToLowerInvariant());
        return Short(Vocabulary.Fold(text).Trim(), capturedAt) is { } shortly ? (DayOf(shortly.Instant), shortly.Precision) : null;
    }

    private static string DayOf(DateTimeOffset instant) => instant.ToDisplayTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // ISO 8601, as structured data and <time datetime> write it: a date alone is the day meant, whatever the zone.
    private static string? Iso(string text)
    {
        if (text.Length < 10 || !DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return null;
        if (text.Length > 10 && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant) && (text.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10))
            return instant.ToDisplayTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private static DateTimeOffset? Epoch(string text)
    {
        if (!long.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var epoch)) return null;
        if (epoch is > 1_000_000_000 and < 4_000_000_000) return DateTimeOffset.FromUnixTimeSeconds(epoch);
        return epoch is > 1_000_000_000_000 and < 4_000_000_000_000 ? DateTimeOffset.FromUnixTimeMilliseconds(epoch) : null;
    }

    // "3 giờ", "2 ngày", "5h": number and unit are the whole text.
    private static (DateTimeOffset Instant, string Precision)? Short(string text, DateTimeOffset now)
    {
        var end = 0;
        while (end < text.Length && char.IsAsciiDigit(text[end]) && end < 4) end++;
        if (end is 0 or 4) return null;
        var count = int.Parse(text.AsSpan(0, end), CultureInfo.InvariantCulture);
        return text[end..].Trim() switch
        {
            "giay" or "phut" or "min" or "m" => (now.AddMinutes(-Math.Min(count, 60)), "minute"),
            "gio" or "h" => (now.AddHours(-count), "hour"),
            "ngay" or "d" => (now.AddDays(-count), "day"),
            "tuan" or "w" => (now.AddDays(-7 * count), "week"),
            "thang" => (now.AddMonths(-count), "month"),
            "nam" or "y" => (now.AddYears(-Math.Min(count, 100)), "year"),
            _ => null,
        };
    }
}

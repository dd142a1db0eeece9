using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>Dates as pages give them: ISO 8601, epoch numbers, what <see cref="DateReader"/> reads, and "3 giờ" alone, as feeds write it.</summary>
internal static class PageDates
{
    /// <summary>The date as <c>YYYY-MM-DD</c> on the clock of Asia/Ho_Chi_Minh, or null.</summary>
    public static string? Read(string text, DateTimeOffset capturedAt)
    {
        if (text.Length > 200 || string.IsNullOrWhiteSpace(text)) return null;
        if (Iso(text.Trim()) is { } iso) return iso;
        var then = Epoch(text) ?? DateReader.Read(text, capturedAt)?.Instant ?? Short(Vocabulary.Fold(text).Trim(), capturedAt);
        return then?.ToDisplayTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

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
    private static DateTimeOffset? Short(string text, DateTimeOffset now)
    {
        var end = 0;
        while (end < text.Length && char.IsAsciiDigit(text[end]) && end < 4) end++;
        if (end is 0 or 4) return null;
        var count = int.Parse(text.AsSpan(0, end), CultureInfo.InvariantCulture);
        return text[end..].Trim() switch
        {
            "giay" or "phut" or "min" or "m" => now.AddMinutes(-Math.Min(count, 60)),
            "gio" or "h" => now.AddHours(-count),
            "ngay" or "d" => now.AddDays(-count),
            "tuan" or "w" => now.AddDays(-7 * count),
            "thang" => now.AddMonths(-count),
            "nam" or "y" => now.AddYears(-Math.Min(count, 100)),
            _ => null,
        };
    }
}

using System.Globalization;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Text;

namespace Ecom389.Monitor.Extraction;

/// <summary>Dates as pages give them: epoch numbers, what <see cref="DateReader"/> reads, and "3 giờ" alone, as feeds write it.</summary>
internal static class PageDates
{
    /// <summary>The date as <c>YYYY-MM-DD</c> on the clock of Asia/Ho_Chi_Minh, or null.</summary>
    public static string? Read(string text, DateTimeOffset capturedAt)
    {
        if (text.Length > 200 || string.IsNullOrWhiteSpace(text)) return null;
        var then = Epoch(text) ?? DateReader.Read(text, capturedAt)?.Instant ?? Short(Vocabulary.Fold(text).Trim(), capturedAt);
        return then?.ToDisplayTime().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
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

using System.Globalization;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>Dates as pages give them: ISO 8601, epoch numbers, day-first, and relative ones, resolved against the capture's time.</summary>
internal static class PageDates
{
    /// <summary>The date as <c>YYYY-MM-DD</c> on the clock of Asia/Ho_Chi_Minh, or null.</summary>
    public static string? Read(string text, DateTimeOffset capturedAt)
    {
        var folded = Vocabulary.Fold(text).Trim();
        if (folded.Length is 0 or > 200) return null;
        var today = capturedAt.ToDisplayTime();
        if (Absolute(folded) is { } date) return Format(date);
        if (folded.Contains("hom qua", StringComparison.Ordinal) || folded.Contains("yesterday", StringComparison.Ordinal)) return Format(today.AddDays(-1));
        if (folded.Contains("hom kia", StringComparison.Ordinal)) return Format(today.AddDays(-2));
        if (folded.Contains("hom nay", StringComparison.Ordinal) || folded.Contains("vua xong", StringComparison.Ordinal) || folded.Contains("today", StringComparison.Ordinal) || folded.Contains("just now", StringComparison.Ordinal)) return Format(today);
        return Relative(folded, today) is { } then ? Format(then) : null;
    }

    private static DateTimeOffset? Absolute(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var epoch))
        {
            if (epoch is > 1_000_000_000 and < 4_000_000_000) return DateTimeOffset.FromUnixTimeSeconds(epoch).ToDisplayTime();
            if (epoch is > 1_000_000_000_000 and < 4_000_000_000_000) return DateTimeOffset.FromUnixTimeMilliseconds(epoch).ToDisplayTime();
            return null;
        }

        if (text.Length >= 10 && char.IsAsciiDigit(text[0]) && text[4] == '-')
        {
            if (text.Length > 10 && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
                return text.Contains('z', StringComparison.Ordinal) || text.AsSpan(10).ContainsAny('+', '-') ? instant.ToDisplayTime() : instant;
            if (DateTime.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) return new(day, TimeSpan.Zero);
        }

        Span<int> numbers = stackalloc int[3];
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsAsciiDigit(text[i]) || (i > 0 && char.IsAsciiDigit(text[i - 1]))) continue;
            if (DayMonthYear(text, i, numbers) && numbers[1] is >= 1 and <= 12 && numbers[2] is >= 1990 and <= 2100 && numbers[0] >= 1 && numbers[0] <= DateTime.DaysInMonth(numbers[2], numbers[1]))
                return new(new DateTime(numbers[2], numbers[1], numbers[0], 0, 0, 0, DateTimeKind.Unspecified), TimeSpan.Zero);
        }

        return null;
    }

    // 12/11/2026, 12-11-2026, 12.11.26, "12 thang 11, 2026", "ngay 12 thang 11 nam 2026"
    private static bool DayMonthYear(string text, int at, Span<int> numbers)
    {
        for (var n = 0; n < 3; n++)
        {
            var start = at;
            while (at < text.Length && char.IsAsciiDigit(text[at]) && at - start < 4) at++;
            if (at == start || (n < 2 && at - start > 2)) return false;
            numbers[n] = int.Parse(text.AsSpan(start, at - start), CultureInfo.InvariantCulture);
            if (n == 2) break;
            var gap = at;
            while (at < text.Length && !char.IsAsciiDigit(text[at]) && at - gap < 8) at++;
            var between = text.AsSpan(gap, at - gap).Trim();
            if (!(between is "/" or "-" or "." or "thang" or "," or "nam" or ", nam" or "thg")) return false;
        }

        if (numbers[2] < 100) numbers[2] += 2000;
        return true;
    }

    private static DateTimeOffset? Relative(string text, DateTimeOffset now)
    {
        var start = text.AsSpan().IndexOfAnyInRange('0', '9');
        if (start < 0) return null;
        var end = start;
        while (end < text.Length && char.IsAsciiDigit(text[end]) && end - start < 4) end++;
        var count = int.Parse(text.AsSpan(start, end - start), CultureInfo.InvariantCulture);
        var unit = text.AsSpan(end).TrimStart();
        if (unit.StartsWith("phut") || unit.StartsWith("giay") || unit.StartsWith("min") || unit.StartsWith("sec")) return now.AddMinutes(unit.StartsWith("giay") || unit.StartsWith("sec") ? 0 : -count);
        if (unit.StartsWith("gio") || unit.StartsWith("tieng") || unit.StartsWith("hour")) return now.AddHours(-count);
        if (unit.StartsWith("ngay") || unit.StartsWith("day")) return now.AddDays(-count);
        if (unit.StartsWith("tuan") || unit.StartsWith("week")) return now.AddDays(-7 * count);
        if (unit.StartsWith("thang") || unit.StartsWith("month")) return now.AddMonths(-count);
        if (unit.StartsWith("nam") || unit.StartsWith("year")) return now.AddYears(-Math.Min(count, 100));
        return null;
    }

    private static string Format(DateTimeOffset date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

using System.Globalization;
using System.Text.RegularExpressions;

namespace Ecom389.Monitor.Text;

/// <summary>How finely a date was stated.</summary>
public enum DatePrecision
{
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Year,
}

/// <summary>A date found in a text, resolved.</summary>
/// <param name="Text">Exactly as written.</param>
/// <param name="Start">UTF-16 offset into the text.</param>
/// <param name="End">One past the last.</param>
/// <param name="Instant">UTC. Of a day, week, month or year stated as such its beginning in Viet Nam; of "3 ngày trước" the instant that long before the capture.</param>
/// <param name="Precision">How far it may be off.</param>
public sealed record DateMention(string Text, int Start, int End, DateTimeOffset Instant, DatePrecision Precision);

/// <summary>
/// Reads dates as Vietnamese pages and posts write them, relative ones against the instant of capture: "hôm qua", "2 giờ
/// trước", "12/11/2026", "20 tháng 11 lúc 14:03". Clock times are of Asia/Ho_Chi_Minh, which has kept UTC+7 without summer time since 1975.
/// </summary>
public static partial class DateReader
{
    private static readonly TimeSpan VietNam = TimeSpan.FromHours(7);

    /// <summary>The first date in a field, or null.</summary>
    public static DateMention? Read(string text, DateTimeOffset captured) => Find(text, captured) is [var first, ..] ? first : null;

    /// <summary>Every date in the text, in order. Linear; never throws.</summary>
    public static IReadOnlyList<DateMention> Find(string text, DateTimeOffset captured)
    {
        var settled = Normaliser.Characters(text);
        var found = new List<DateMention>();
        var local = captured.ToOffset(VietNam);
        foreach (Match match in Ago().Matches(settled.Folded)) Add(match, Before(match, captured));
        foreach (Match match in Named().Matches(settled.Folded)) Add(match, NamedDay(match, local));
        foreach (Match match in Iso().Matches(settled.Folded)) Add(match, IsoInstant(match.Value));
        foreach (Match match in Figures().Matches(settled.Folded)) Add(match, Calendar(match, local));
        foreach (Match match in Words().Matches(settled.Folded)) Add(match, Calendar(match, local));
        found.Sort(static (a, b) => a.Start.CompareTo(b.Start));
        return found;

        void Add(Match match, (DateTimeOffset Instant, DatePrecision Precision)? date)
        {
            if (date is not { } known) return;
            var (start, end) = settled.ToOriginal(match.Index, match.Index + match.Length);
            if (found.Exists(f => f.Start < end && start < f.End)) return;
            found.Add(new(settled.Original[start..end], start, end, known.Instant.ToUniversalTime(), known.Precision));
        }
    }

    private static (DateTimeOffset, DatePrecision)? Before(Match match, DateTimeOffset captured)
    {
        if (match.Groups["now"].Success) return (captured, DatePrecision.Minute);
        var count = match.Groups["count"].Value is "mot" or "a" or "an" ? 1 : int.Parse(match.Groups["count"].ValueSpan, CultureInfo.InvariantCulture);
        if (count > 600) return null;
        return match.Groups["unit"].Value switch
        {
            "giay" or "second" or "seconds" or "sec" => (captured.AddSeconds(-count), DatePrecision.Minute),
            "phut" or "minute" or "minutes" or "min" or "mins" => (captured.AddMinutes(-count), DatePrecision.Minute),
            "gio" or "tieng" or "hour" or "hours" => (captured.AddHours(-count), DatePrecision.Hour),
            "ngay" or "hom" or "day" or "days" => (captured.AddDays(-count), DatePrecision.Day),
            "tuan" or "week" or "weeks" => (captured.AddDays(-7 * count), DatePrecision.Week),
            "thang" or "month" or "months" => (captured.AddMonths(-count), DatePrecision.Month),
            _ => count > 50 ? null : (captured.AddYears(-count), DatePrecision.Year),
        };
    }

    private static (DateTimeOffset, DatePrecision)? NamedDay(Match match, DateTimeOffset local)
    {
        var back = match.Groups["day"].Value switch { "hom nay" or "today" => 0, "hom qua" or "yesterday" => 1, _ => 2 };
        return At(local.Date.AddDays(-back), match);
    }

    /// <summary>ISO 8601. A bare day, and a clock without offset, are of Viet Nam as everywhere on these pages.</summary>
    private static (DateTimeOffset, DatePrecision)? IsoInstant(string text)
    {
        if (text.Length == 10) return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? (new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), VietNam), DatePrecision.Day) : null;
        if (!DateTimeOffset.TryParse(text.ToUpperInvariant(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant)) return null;
        var stated = text[^1] is 'z' || text.AsSpan(11).ContainsAny('+', '-');
        return (stated ? instant : new DateTimeOffset(DateTime.SpecifyKind(instant.UtcDateTime, DateTimeKind.Unspecified), VietNam), DatePrecision.Minute);
    }

    /// <summary>Day and month, with or without a year; without one the latest such day that is not after the capture.</summary>
    private static (DateTimeOffset, DatePrecision)? Calendar(Match match, DateTimeOffset local)
    {
        var day = int.Parse(match.Groups["d"].ValueSpan, CultureInfo.InvariantCulture);
        var month = int.Parse(match.Groups["m"].ValueSpan, CultureInfo.InvariantCulture);
        var stated = match.Groups["y"].Success;
        var year = stated ? int.Parse(match.Groups["y"].ValueSpan, CultureInfo.InvariantCulture) : local.Year;
        if (year < 100) year += 2000;
        if (year is < 1990 or > 2100 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return null;
        var date = new DateTime(year, month, day, 0, 0, 0, DateTimeKind.Unspecified);
        if (!stated && date > local.Date)
        {
            if (day > DateTime.DaysInMonth(year - 1, month)) return null;
            date = new DateTime(year - 1, month, day, 0, 0, 0, DateTimeKind.Unspecified);
        }
        return At(date, match);
    }

    private static (DateTimeOffset, DatePrecision)? At(DateTime date, Match match)
    {
        if (!match.Groups["hh"].Success) return (new DateTimeOffset(date, VietNam), DatePrecision.Day);
        var hour = int.Parse(match.Groups["hh"].ValueSpan, CultureInfo.InvariantCulture);
        var minute = match.Groups["mm"].Success ? int.Parse(match.Groups["mm"].ValueSpan, CultureInfo.InvariantCulture) : 0;
        if (hour > 23 || minute > 59) return (new DateTimeOffset(date, VietNam), DatePrecision.Day);
        return (new DateTimeOffset(date.AddHours(hour).AddMinutes(minute), VietNam), match.Groups["mm"].Success ? DatePrecision.Minute : DatePrecision.Hour);
    }

    private const string Clock = @"(?:,? ?(?:luc|at|vao luc)? ?(?<hh>\d{1,2}) ?(?:[:h] ?(?<mm>\d{2})|h|gio))?";

    [GeneratedRegex(@"(?<![\p{L}\d])(?:(?<now>vua xong|vua moi|moi day|just now)|(?<count>\d{1,3}|mot|an?) ?(?<unit>giay|phut|gio|tieng|ngay|hom|tuan|thang|nam|seconds?|sec|minutes?|mins?|hours?|days?|weeks?|months?|years?) ?(?:truoc|ago))(?![\p{L}\d])", RegexOptions.CultureInvariant)]
    private static partial Regex Ago();

    [GeneratedRegex(@"(?<![\p{L}\d])(?<day>hom qua|hom kia|hom nay|yesterday|today)(?![\p{L}\d])" + Clock, RegexOptions.CultureInvariant)]
    private static partial Regex Named();

    [GeneratedRegex(@"(?<![\d-])(?:19|20)\d\d-\d\d-\d\d(?:[t ]\d\d:\d\d(?::\d\d(?:\.\d{1,7})?)?(?:z|[+-]\d\d:?\d\d)?)?(?![\d-])", RegexOptions.CultureInvariant)]
    private static partial Regex Iso();

    [GeneratedRegex(@"(?<![\p{L}\d./-])(?<d>\d{1,2})(?<s>[/.-])(?<m>\d{1,2})(?:\k<s>(?<y>\d{4}|\d{2}))(?![\d/])" + Clock + @"|(?<![\p{L}\d./-])(?<d>\d{1,2})/(?<m>\d{1,2})(?![\d/.-])" + Clock, RegexOptions.CultureInvariant)]
    private static partial Regex Figures();

    [GeneratedRegex(@"(?<![\p{L}\d])(?:ngay )?(?<d>\d{1,2}) (?:thang|thg|th) ?(?<m>\d{1,2})(?!\d)(?:,? ?(?:nam )?(?<y>(?:19|20)\d\d))?" + Clock, RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}

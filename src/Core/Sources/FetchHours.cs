using System.Globalization;

namespace Ecom389.Monitor.Core;

/// <summary>The hours of the day in which a source may be fetched, on the clock of Asia/Ho_Chi_Minh; may pass midnight.</summary>
/// <param name="From">First minute.</param>
/// <param name="To">First minute after; equal to <paramref name="From"/> means all day.</param>
public sealed record FetchHours(TimeOnly From, TimeOnly To)
{
    /// <summary>Whether an instant lies within. UTC.</summary>
    public bool Contains(DateTimeOffset at)
    {
        var clock = TimeOnly.FromDateTime(at.ToDisplayTime().DateTime);
        return From == To || (From < To ? clock >= From && clock < To : clock >= From || clock < To);
    }

    /// <summary>Reads <c>22:00-06:00</c>; null when it is no such text.</summary>
    public static FetchHours? TryParse(string text)
    {
        var parts = text.Split('-', StringSplitOptions.TrimEntries);
        return parts.Length == 2 && Clock(parts[0]) is { } from && Clock(parts[1]) is { } to ? new(from, to) : null;

        static TimeOnly? Clock(string part) => TimeOnly.TryParseExact(part, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock) ? clock : null;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{From:HH\\:mm}-{To:HH\\:mm}");
}

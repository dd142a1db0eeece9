namespace Ecom389.Monitor.Core;

/// <summary>The working days of one year as the State announced them: only what differs from Monday-to-Friday.</summary>
/// <param name="Year">Calendar year.</param>
/// <param name="DaysOff">Weekdays nobody works, with the reason (holiday, or a day swapped away).</param>
/// <param name="WorkedDays">Days of a weekend that are worked instead of a swapped day.</param>
/// <param name="Source">The notice or law it is taken from.</param>
/// <param name="Announced">Date of the source; null where nothing was announced yet.</param>
/// <param name="Verified">False when it is still to be verified (cần kiểm chứng).</param>
public sealed record CalendarYear(
    int Year,
    IReadOnlyDictionary<DateOnly, string> DaysOff,
    IReadOnlyDictionary<DateOnly, string> WorkedDays,
    string Source,
    DateOnly? Announced,
    bool Verified);

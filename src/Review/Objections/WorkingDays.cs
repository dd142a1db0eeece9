namespace Ecom389.Monitor.Review;

/// <summary>Counts days on which offices work: not Saturdays, Sundays nor the holidays given.</summary>
public static class WorkingDays
{
    // A list of holidays that leaves no day free would never end.
    private const int Longest = 3660;

    /// <summary>The last day of a term of so many working days that begins the day after <paramref name="from"/>.</summary>
    public static DateOnly After(DateOnly from, int days, IReadOnlySet<DateOnly> holidays)
    {
        var day = from;
        for (var step = 0; days > 0 && step < Longest; step++)
        {
            day = day.AddDays(1);
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !holidays.Contains(day)) days--;
        }
        return day;
    }
}

namespace Ecom389.Monitor.Core;

/// <summary>A day reckoned in working days, with what is to be known of the reckoning.</summary>
/// <param name="Date">The day.</param>
/// <param name="Warnings">Sentences for people: a year without a calendar, or with one still to be verified; empty when it is certain.</param>
public sealed record DueDate(DateOnly Date, IReadOnlyList<string> Warnings);

/// <summary>
/// Working days of the State (ngày làm việc): Monday to Friday but for public holidays and swapped days. A year without a
/// calendar falls back to weekends alone, and says so. Counting is that of the Civil Code 2015, articles 147 and 148: the day of
/// the event is not counted, and a term that would end on a day off ends on the next working day. Immutable.
/// </summary>
public sealed class WorkingDays
{
    private readonly Dictionary<int, CalendarYear> _years;

    /// <param name="years">One a year.</param>
    /// <exception cref="ArgumentException">A year is there twice.</exception>
    public WorkingDays(IEnumerable<CalendarYear> years)
    {
        _years = [];
        foreach (var year in years)
            if (!_years.TryAdd(year.Year, year)) throw new ArgumentException($"The year {year.Year} is there twice.", nameof(years));
    }

    /// <summary>Weekends only: no year is known.</summary>
    public static WorkingDays WeekendsOnly { get; } = new([]);

    /// <summary>The years known, lowest first.</summary>
    public IReadOnlyList<CalendarYear> Years => [.. _years.Values.OrderBy(year => year.Year)];

    /// <summary>Whether people work on a day.</summary>
    public bool IsWorkingDay(DateOnly date)
    {
        if (!_years.TryGetValue(date.Year, out var year)) return !IsWeekend(date);
        return IsWeekend(date) ? year.WorkedDays.ContainsKey(date) : !year.DaysOff.ContainsKey(date);
    }

    /// <summary>
    /// The <paramref name="count"/>-th working day after a date, which is not counted itself; before it when negative. Zero gives
    /// the date, or the next working day when it is none.
    /// </summary>
    public DateOnly Add(DateOnly date, int count)
    {
        if (count == 0)
        {
            while (!IsWorkingDay(date)) date = date.AddDays(1);
            return date;
        }

        var step = Math.Sign(count);
        for (var left = Math.Abs(count); left > 0;)
        {
            date = date.AddDays(step);
            if (IsWorkingDay(date)) left--;
        }

        return date;
    }

    /// <summary>Working days after <paramref name="from"/> up to and including <paramref name="to"/>; with the two swapped, the negative of it.</summary>
    public int Between(DateOnly from, DateOnly to)
    {
        if (to < from) return -Between(to, from);
        var days = 0;
        for (var day = from.AddDays(1); day <= to; day = day.AddDays(1))
            if (IsWorkingDay(day)) days++;
        return days;
    }

    /// <summary>The same as <see cref="Add"/>, with a warning for each year on the way that is missing or still to be verified.</summary>
    public DueDate Due(DateOnly from, int count)
    {
        var date = Add(from, count);
        var (first, last) = from <= date ? (from.Year, date.Year) : (date.Year, from.Year);
        return new(date, [.. Enumerable.Range(first, last - first + 1).Select(Warning).OfType<string>()]);
    }

    /// <summary>What is to be known of a year's calendar, or null when it is certain.</summary>
    public string? Warning(int year) => !_years.TryGetValue(year, out var known)
        ? $"Chưa có lịch làm việc năm {year} trong rules/calendars: chỉ trừ thứ Bảy, Chủ nhật / no calendar of {year}: weekends only"
        : known.Verified ? null
        : $"Lịch làm việc năm {year} cần kiểm chứng / the calendar of {year} is still to be verified: {known.Source}";

    private static bool IsWeekend(DateOnly date) => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}

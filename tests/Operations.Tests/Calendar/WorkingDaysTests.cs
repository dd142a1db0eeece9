using Ecom389.Monitor.Core;
using Ecom389.Monitor.Operations.Calendar;
using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Operations.Tests.Calendar;

public sealed class WorkingDaysTests
{
    private static readonly WorkingDays Shipped = WorkingDaysFiles.Load(Path.Combine(Repository.Root, "rules"));

    private static readonly DateOnly First = new(2024, 1, 1);

    // Days from 2024 to 2029: years with calendars and years without.
    private static Arbitrary<DateOnly> Days => Gen.Choose(0, 2190).Select(day => First.AddDays(day)).ToArbitrary();

    [Theory]
    [InlineData("2026-02-13", 1, "2026-02-23")]
    [InlineData("2026-08-28", 1, "2026-09-03")]
    [InlineData("2026-08-21", 1, "2026-08-22")]
    [InlineData("2025-04-25", 1, "2025-04-26")]
    [InlineData("2025-04-29", 1, "2025-05-05")]
    [InlineData("2026-11-20", 3, "2026-11-25")]
    [InlineData("2026-02-23", -1, "2026-02-13")]
    [InlineData("2026-02-17", 0, "2026-02-23")]
    public void Holidays_swapped_days_and_weekends_are_counted_as_announced(string from, int days, string to) =>
        Assert.Equal(Day(to), Shipped.Add(Day(from), days));

    [Fact]
    public void What_is_reached_is_always_a_working_day_and_lies_that_many_working_days_away() =>
        Prop.ForAll(Days, Gen.Choose(1, 300).ToArbitrary(), (from, count) =>
        {
            var to = Shipped.Add(from, count);
            return Shipped.IsWorkingDay(to) && Shipped.Between(from, to) == count && to > from;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Two_terms_one_after_the_other_are_one_term_of_their_sum() =>
        Prop.ForAll(Days, Gen.Choose(1, 100).ToArbitrary(), Gen.Choose(1, 100).ToArbitrary(), (from, one, other) =>
            Shipped.Add(Shipped.Add(from, one), other) == Shipped.Add(from, one + other)).QuickCheckThrowOnFailure();

    [Fact]
    public void A_later_start_never_ends_earlier() =>
        Prop.ForAll(Days, Gen.Choose(0, 60).ToArbitrary(), (from, count) => Shipped.Add(from.AddDays(1), count) >= Shipped.Add(from, count)).QuickCheckThrowOnFailure();

    [Fact]
    public void Counting_back_from_a_working_day_undoes_counting_on() =>
        Prop.ForAll(Days, Gen.Choose(1, 100).ToArbitrary(), (from, count) =>
        {
            var start = Shipped.Add(from, 0);
            return Shipped.Add(Shipped.Add(start, count), -count) == start;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_year_without_a_calendar_says_so_and_counts_weekends_only()
    {
        var due = Shipped.Due(new(2029, 12, 31), 1);

        Assert.Equal(new DateOnly(2030, 1, 1), due.Date);
        Assert.Equal(2, due.Warnings.Count);
        Assert.Contains("2029", due.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("2030", due.Warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Every_shipped_year_names_its_source_and_those_to_be_verified_warn()
    {
        Assert.Equal([2024, 2025, 2026, 2027], Shipped.Years.Select(year => year.Year));
        Assert.All(Shipped.Years, year => Assert.NotEmpty(year.Source));
        Assert.All(Shipped.Years, year => Assert.Equal(!year.Verified, Shipped.Warning(year.Year) is not null));
        Assert.Null(Shipped.Years.Single(year => year.Year == 2027).Announced);
    }

    [Fact]
    public void Every_fault_of_a_calendar_is_told_with_its_line()
    {
        using var folder = new TemporaryFolder();
        folder.File("calendars/x.yaml", "year: 2026\nsource: \"\"\nannounced: hôm qua\nstatus: chắc\noff:\n  2026-02-14: Tết\n  2025-02-12: năm khác\nworked:\n  2026-02-16: thứ Hai\nlạ: 1\n");

        var faults = Assert.Throws<InvalidInputException>(() => WorkingDaysFiles.Load(folder.Path)).Errors;

        Assert.Equal(["announced", "lạ", "off.2025-02-12", "off.2026-02-14", "source", "status", "worked.2026-02-16"], faults.Select(fault => fault.Field).Order(StringComparer.Ordinal));
        Assert.All(faults, fault => Assert.NotNull(fault.Line));
    }

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}

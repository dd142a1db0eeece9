using FsCheck;
using FsCheck.Fluent;

namespace Ecom389.Monitor.Core.Tests;

public sealed class InstantsTests
{
    [Fact]
    public void An_instant_survives_the_store_to_the_microsecond() =>
        Prop.ForAll<long>(value =>
        {
            var microseconds = value % 4_000_000_000_000_000;
            return Instants.FromMicroseconds(microseconds).ToMicroseconds() == microseconds;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Finer_parts_are_cut_so_that_a_stored_instant_is_never_later_than_what_happened()
    {
        var before = new DateTimeOffset(1969, 12, 31, 23, 59, 59, TimeSpan.Zero).AddTicks(5);
        Assert.True(Instants.FromMicroseconds(before.ToMicroseconds()) <= before);
        Assert.Equal(TimeSpan.FromTicks(5), before - Instants.FromMicroseconds(before.ToMicroseconds()));
    }

    [Fact]
    public void Times_are_shown_on_the_clock_of_Ho_Chi_Minh_City() =>
        Assert.Equal(7, new DateTimeOffset(2026, 11, 22, 0, 0, 0, TimeSpan.Zero).ToDisplayTime().Hour);
}

using System.Diagnostics;

namespace Ecom389.Monitor.Crawling.Tests;

public sealed class HostPaceTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);

    // Timers may be early by a tick of the system's clock.
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(270);

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(24)]
    [InlineData(-24)]
    public async Task The_pause_between_two_requests_is_kept_and_no_longer_when_the_clock_is_put_ahead_or_back(int hours)
    {
        var time = new ClockPutTo();
        var pace = new HostPace(time);
        (await pace.WaitAsync("shop.example", Pause, CancellationToken.None)).Dispose();
        var clock = Stopwatch.StartNew();

        time.Ahead = TimeSpan.FromHours(hours);
        // A machine at its limit takes longer, an hour it never takes.
        using var turn = await pace.WaitAsync("shop.example", Pause, CancellationToken.None).WaitAsync(TimeSpan.FromMinutes(5));
        Assert.True(clock.Elapsed >= Least, $"asked again after {clock.Elapsed}");
    }

    [Fact]
    public async Task A_host_that_asked_for_time_gets_it_whatever_the_clock_says_meanwhile()
    {
        var time = new ClockPutTo();
        var pace = new HostPace(time);
        var clock = Stopwatch.StartNew();
        pace.Defer("shop.example", Pause);
        time.Ahead = TimeSpan.FromHours(2);
        using var turn = await pace.WaitAsync("shop.example", TimeSpan.Zero, CancellationToken.None);
        Assert.True(clock.Elapsed >= Least, $"asked after {clock.Elapsed}");
    }

    /// <summary>A clock that is put to other hours while time itself goes on.</summary>
    private sealed class ClockPutTo : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
    }
}

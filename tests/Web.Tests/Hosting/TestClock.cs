namespace Ecom389.Monitor.Web.Tests.Hosting;

/// <summary>A clock that stands still until a test moves it. It begins on a Friday morning in Hà Nội.</summary>
public sealed class TestClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 20, 1, 30, 0, TimeSpan.Zero);
    private TimeSpan _running;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => _now;

    /// <summary>Time that has passed, whatever was done to the clock.</summary>
    public override long GetTimestamp() => _running.Ticks;

    /// <summary>Time passes until the clock says this.</summary>
    public void Set(DateTimeOffset to) => Advance(to - _now);

    public void Advance(TimeSpan by)
    {
        _now += by;
        _running += by;
    }

    /// <summary>Somebody puts the clock ahead or back; no time passes.</summary>
    public void Jump(TimeSpan by) => _now += by;
}

namespace Ecom389.Monitor.Web.Tests.Hosting;

/// <summary>A clock that stands still until a test moves it. It begins on a Friday morning in Hà Nội.</summary>
public sealed class TestClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 20, 1, 30, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public void Set(DateTimeOffset to) => _now = to;

    public void Advance(TimeSpan by) => _now += by;
}

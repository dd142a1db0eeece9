using System.Globalization;

namespace Ecom389.Monitor.Operations.Tests;

/// <summary>A clock that a test sets. Timers run in real time, so that nothing waits for a day.</summary>
internal sealed class TestTime : TimeProvider
{
    private DateTimeOffset _now;

    public TestTime(string local) => _now = At(local);

    public DateTimeOffset Now
    {
        get => _now;
        set => _now = value;
    }

    public override DateTimeOffset GetUtcNow() => _now;

    /// <summary>A clock time of Viet Nam, as <c>2026-11-22 22:00</c>.</summary>
    public static DateTimeOffset At(string local) =>
        new DateTimeOffset(DateTime.Parse(local, CultureInfo.InvariantCulture), TimeSpan.FromHours(7)).ToUniversalTime();
}

/// <summary>The real clock, put ahead: what waits, waits in real time; what asks for the date gets another one.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _ticks;

    public ShiftedTime(DateTimeOffset start) => Set(start);

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ticks));

    public void Set(DateTimeOffset now) => Interlocked.Exchange(ref _ticks, (now - base.GetUtcNow()).Ticks);
}

/// <summary>A folder of its own for a test, gone afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("ecom389-ops-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public string File(string name, string content)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(this[name])!);
        System.IO.File.WriteAllText(this[name], content);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}

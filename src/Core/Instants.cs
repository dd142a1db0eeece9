namespace Ecom389.Monitor.Core;

/// <summary>
/// UTC instants as the store keeps them: whole microseconds since 1970-01-01T00:00:00Z in a signed 64-bit integer.
/// Finer parts are cut, never rounded up, so that a stored instant is never later than what happened.
/// </summary>
public static class Instants
{
    /// <summary>The instant as microseconds since the Unix epoch.</summary>
    public static long ToMicroseconds(this DateTimeOffset instant) =>
        Math.DivRem(instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks, TimeSpan.TicksPerMicrosecond) is var (quotient, remainder)
            ? remainder < 0 ? quotient - 1 : quotient
            : 0;

    /// <summary>The instant that <see cref="ToMicroseconds"/> stored, in UTC.</summary>
    public static DateTimeOffset FromMicroseconds(long microseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(checked(microseconds * TimeSpan.TicksPerMicrosecond));

    /// <summary>The zone in which instants are shown and bucketed: Asia/Ho_Chi_Minh, UTC+7 without daylight saving.</summary>
    public static TimeZoneInfo DisplayZone { get; } = TimeZoneInfo.FindSystemTimeZoneById("Asia/Ho_Chi_Minh");

    /// <summary>The instant on the clock of <see cref="DisplayZone"/>.</summary>
    public static DateTimeOffset ToDisplayTime(this DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, DisplayZone);
}

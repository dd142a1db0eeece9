using System.Globalization;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>Reads <c>Retry-After</c> (RFC 9110, 10.2.3): seconds or a date.</summary>
internal static class RetryAfterHeader
{
    public static TimeSpan? Read(Capture? capture)
    {
        if (capture?.ResponseHeader("Retry-After") is not { } text) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return TimeSpan.FromSeconds(Math.Min(seconds, 365 * 86_400));
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)) return null;
        var wait = date - capture.CapturedAt;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}

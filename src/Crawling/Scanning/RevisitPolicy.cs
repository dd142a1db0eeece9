using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>
/// When a listing's page is due again, by what earlier fetches saw: a page that changes is fetched every night, one that was found as
/// it was is left alone for longer each time. A flagged listing is fetched every night whatever it does. Pure.
/// </summary>
public static class RevisitPolicy
{
    /// <summary>Less than a day, so that a page fetched late one night is due early the next.</summary>
    public static TimeSpan First { get; } = TimeSpan.FromHours(20);

    /// <summary>However still a page stands, it is looked at this often: listings die without changing first.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromDays(8);

    private const double Growth = 1.6;

    /// <summary>What to remember after an answer.</summary>
    /// <param name="known">What was remembered before, or null.</param>
    /// <param name="capture">The answer; its status is 200-299, 304, 404 or 410.</param>
    /// <param name="contentSha256">Hash of what the page's listings say; null for an answer without a page.</param>
    /// <param name="reader">The versions it was read by.</param>
    /// <param name="flagged">Whether one of its listings is; null when nothing was judged anew.</param>
    public static PageMemory After(PageMemory? known, Capture capture, string? contentSha256, string reader, bool? flagged)
    {
        var isFlagged = flagged ?? known?.IsFlagged ?? false;
        var content = contentSha256 ?? known?.ContentSha256 ?? "";
        var isGone = capture.Status is 404 or 410;
        var interval = isGone ? Gone(known)
            : known is null || isFlagged || known.Status is 404 or 410 || !string.Equals(known.ContentSha256, content, StringComparison.Ordinal) ? TimeSpan.Zero
            : Spread(Next(known.Interval), capture.RequestUrl);
        return new(content, reader, interval, capture.CapturedAt, capture.Status, capture.ResponseHeader("ETag") ?? KeptTag(known, capture), capture.ResponseHeader("Last-Modified") ?? KeptDate(known, capture), isFlagged);
    }

    // Looked for once more, then never unless a link leads there again.
    private static TimeSpan Gone(PageMemory? known) => known?.Status is 404 or 410 ? TimeSpan.MaxValue : First;

    private static TimeSpan Next(TimeSpan interval)
    {
        if (interval < First) return First;
        return interval * Growth is var longer && longer < Longest ? longer : Longest;
    }

    // Pages first met on one night are not all due on one night again. By the address, so that it is the same on every machine.
    private static TimeSpan Spread(TimeSpan interval, string url)
    {
        uint hash = 2166136261;
        foreach (var letter in url) hash = (hash ^ letter) * 16777619;
        return interval <= First ? interval : interval * (0.9 + (hash % 1000 / 5000.0));
    }

    private static string? KeptTag(PageMemory? known, Capture capture) => capture.Status == 304 ? known?.ETag : null;

    private static string? KeptDate(PageMemory? known, Capture capture) => capture.Status == 304 ? known?.LastModified : null;
}

using System.Text;
using System.Text.Json;
using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Listings;

namespace Ecom389.Monitor.Web.Search;

/// <summary>How asking for a capture ended.</summary>
public enum CaptureOutcome
{
    Asked,

    /// <summary>One for the same address waits already.</summary>
    AlreadyAsked,

    /// <summary>The text is no http(s) address.</summary>
    NoAddress,

    /// <summary>No crawl follows an address so long.</summary>
    TooLong,

    /// <summary>No source fetches from that host; an administrator adds one.</summary>
    NoSource,

    /// <summary>Leaders read only; and an address needs a reason.</summary>
    NotAllowed,
}

/// <summary>Takes people's requests for captures. The source's next run fetches them first; its politeness and robots.txt hold for them too.</summary>
public sealed class CaptureDesk(ReviewSiteOptions site, ICaptureRequestStore requests, TimeProvider time)
{
    public const int LongestReason = 400;

    /// <summary>Bytes of an address in its canonical form: what a crawl follows and every store can look up.</summary>
    public const int LongestAddress = 2000;

    // Before whatever a run finds by itself.
    private const double Priority = 0.95;

    public async Task<CaptureOutcome> AskAsync(string url, string reason, Actor actor, CancellationToken cancellationToken)
    {
        if (!actor.MayDecide || string.IsNullOrWhiteSpace(reason) || reason.Length > LongestReason) return CaptureOutcome.NotAllowed;
        if (OutsideLink.Safe(url) is not { } safe || CanonicalUrl.TryCreate(safe) is not { } canonical) return CaptureOutcome.NoAddress;
        if (Encoding.UTF8.GetByteCount(canonical) > LongestAddress) return CaptureOutcome.TooLong;
        if (SourceOf(safe) is not { } source) return CaptureOutcome.NoSource;
        var now = time.GetUtcNow();
        var asked = new AskedCapture(Guid.CreateVersion7(now), source.Id, canonical, new(safe, "person: " + reason.Trim(), Priority), actor.Name, now, actor.UnitId);
        var audit = new AuditEvent(now, actor.Name, "capture.asked", "source:" + source.Id, JsonSerializer.Serialize(new { url = canonical, reason = reason.Trim() }, JsonContract.Compact), actor.UnitId);
        return await requests.AskAsync(asked, audit, cancellationToken) ? CaptureOutcome.Asked : CaptureOutcome.AlreadyAsked;
    }

    /// <summary>The enabled source that fetches from an address's host (its mobile and www hosts included), or null.</summary>
    public SourceDefinition? SourceOf(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri)) return null;
        var host = Bare(uri.Host);
        return site.Sources.FirstOrDefault(source => source.Enabled && source.Start.Concat(source.Sitemaps).Any(start => Uri.TryCreate(start, UriKind.Absolute, out var own) && string.Equals(Bare(own.Host), host, StringComparison.OrdinalIgnoreCase)));
    }

    private static string Bare(string host)
    {
        foreach (var prefix in (string[])["www.", "m.", "mobile.", "wap.", "touch."])
            if (host.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) return host[prefix.Length..];
        return host;
    }
}

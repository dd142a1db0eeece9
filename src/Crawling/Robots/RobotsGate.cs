using System.Collections.Concurrent;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>What robots.txt says of a URL.</summary>
/// <param name="Allowed">May be fetched.</param>
/// <param name="Decision">For the evidence: <c>allowed</c>, <c>allowed (no robots.txt)</c>, <c>disallowed</c>, <c>unreachable</c>.</param>
/// <param name="CrawlDelay">What the site asks for, or null.</param>
/// <param name="Failure">Why the file could not be read when that forbids everything for now, or null.</param>
public sealed record RobotsVerdict(bool Allowed, string Decision, TimeSpan? CrawlDelay, FetchFailure? Failure);

/// <summary>
/// Keeps each site's robots.txt for a day. By RFC 9309, 2.3.1: an answer 400-499 means that there is none and all is allowed
/// (but 429, which only says "not so fast"); 500-599 and a server out of reach mean that nothing is allowed, unless an older copy is
/// known; redirects are followed.
/// </summary>
public sealed class RobotsGate(CrawlContact contact, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromHours(24);
    private static readonly TimeSpan KeptWhenUnreachable = TimeSpan.FromMinutes(5);

    // Short: until then nothing of the site may be fetched, and one failed request is often only that.
    private static readonly TimeSpan KeptWithoutFile = TimeSpan.FromSeconds(15);

    private readonly ConcurrentDictionary<(string Origin, bool Private), Lazy<Task<Entry>>> _entries = new();

    /// <summary>Judges a URL, fetching the site's file when none is known or the known one is a day old.</summary>
    /// <param name="source">For whom.</param>
    /// <param name="url">Absolute URL.</param>
    /// <param name="fetcher">Fetches the file, with the source's credential.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<RobotsVerdict> CheckAsync(SourceDefinition source, Uri url, IPageFetcher fetcher, CancellationToken cancellationToken)
    {
        var entry = await EntryAsync(source, url, fetcher, cancellationToken);
        if (entry.File is not { } file) return new RobotsVerdict(false, "unreachable", null, entry.Failure);
        var allowed = file.IsAllowed(contact.RobotsAgent, url.PathAndQuery);
        return new RobotsVerdict(allowed, !allowed ? "disallowed" : entry.Exists ? "allowed" : "allowed (no robots.txt)", file.CrawlDelay(contact.RobotsAgent), null);
    }

    private async Task<Entry> EntryAsync(SourceDefinition source, Uri url, IPageFetcher fetcher, CancellationToken cancellationToken)
    {
        var key = (url.GetLeftPart(UriPartial.Authority), source.AllowPrivateNetwork);
        while (true)
        {
            var pending = _entries.GetOrAdd(key, _ => new Lazy<Task<Entry>>(() => FetchAsync(source, url, fetcher, null, cancellationToken)));
            Entry entry;
            try
            {
                entry = await pending.Value;
            }
            catch
            {
                // Whoever fetched it was cancelled; the next caller fetches for itself.
                _entries.TryRemove(KeyValuePair.Create(key, pending));
                cancellationToken.ThrowIfCancellationRequested();
                continue;
            }

            if (time.GetUtcNow() < entry.Until) return entry;
            _entries.TryUpdate(key, new Lazy<Task<Entry>>(() => FetchAsync(source, url, fetcher, entry, cancellationToken)), pending);
        }
    }

    private async Task<Entry> FetchAsync(SourceDefinition source, Uri url, IPageFetcher fetcher, Entry? old, CancellationToken cancellationToken)
    {
        var result = await fetcher.FetchAsync(new FetchRequest(source, new Uri(url, "/robots.txt").AbsoluteUri), cancellationToken);
        var now = time.GetUtcNow();
        if (result.Capture is { } capture)
        {
            if (capture.Status is >= 200 and < 300) return new Entry(RobotsTxt.Parse(capture.Body.Span), Exists: true, null, now + Kept);
            if (capture.Status is >= 300 and < 500 and not 429) return new Entry(RobotsTxt.AllowAll, Exists: false, null, now + Kept);
        }
        else if (result.Failure!.Code is "redirect-limit" or "redirect-loop" or "redirect-invalid")
        {
            // More hops than a crawler must follow: as if there were no file (RFC 9309, 2.3.1.2).
            return new Entry(RobotsTxt.AllowAll, Exists: false, null, now + Kept);
        }
        else if (result.Failure.Code is "too-large" && old is null)
        {
            return new Entry(null, Exists: true, Unreachable(result), now + KeptWithoutFile);
        }

        return old?.File is not null ? old with { Until = now + KeptWhenUnreachable } : new Entry(null, Exists: false, Unreachable(result), now + KeptWithoutFile);
    }

    private static FetchFailure Unreachable(FetchResult result)
    {
        if (result.Failure is { Kind: FetchFailureKind.Refused } refused) return refused;
        var why = result.Failure?.Message ?? Messages.ForCode("fetch", $"status-{result.Capture!.Status}");
        return new FetchFailure("robots-unreachable", Messages.Format("fetch.robots-unreachable", why), FetchFailureKind.Retryable, RetryAfterHeader.Read(result.Capture));
    }

    private sealed record Entry(RobotsTxt? File, bool Exists, FetchFailure? Failure, DateTimeOffset Until);
}

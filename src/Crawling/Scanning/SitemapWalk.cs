using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>Fetches a source's sitemaps, indexes included, and puts their pages into the frontier.</summary>
internal sealed class SitemapWalk(SourceDefinition source, PageVisit visit, IFrontierStore frontier, ScanTally tally)
{
    private const int MaxFiles = 200;
    private const int Batch = 1_000;

    public async Task RunAsync(CrawlRun run, CancellationToken cancellationToken, CancellationToken drain)
    {
        var waiting = new Queue<string>(source.Sitemaps);
        var seen = new HashSet<string>(waiting, StringComparer.Ordinal);
        // More than twice what one run can fetch is of no use to it.
        var left = (long)source.Limits.MaxPages * 2;
        for (var files = 0; files < MaxFiles && left > 0 && waiting.TryDequeue(out var url); files++)
        {
            var (result, _) = await visit.FetchFileAsync(url, cancellationToken, drain);
            if (result.Capture is not { Status: >= 200 and < 300 } capture)
            {
                if (result.Failure is { Kind: FetchFailureKind.Refused } refused) tally.Refuse(refused.Code);
                else Missed(result);
                continue;
            }

            var sitemap = await SitemapReader.ReadAsync(capture.Body, drain);
            foreach (var child in sitemap.Sitemaps)
                if (Uri.TryCreate(child, UriKind.Absolute, out var address) && visit.Policy.IsSameSite(address) && seen.Add(child)) waiting.Enqueue(child);
            foreach (var chunk in Pages(sitemap).Chunk(Batch))
            {
                if (left <= 0) break;
                left -= await frontier.AddAsync(run, chunk, drain);
            }
        }
    }

    private void Missed(FetchResult result)
    {
        var failure = result.Failure ?? FetchResult.Failed($"status-{result.Capture!.Status}", FetchFailureKind.Permanent);
        tally.Error(failure.Code);
        tally.LastError = failure.Message;
        // Counts as a URL given up: the shop may have pages nobody else leads to.
        tally.Failed++;
    }

    private IEnumerable<FrontierUrl> Pages(Sitemap sitemap)
    {
        var selective = source.Pages.Listing.Count > 0;
        foreach (var page in sitemap.Pages)
        {
            var verdict = visit.Policy.Judge(page, depth: 0);
            if (!verdict.Admitted || (selective && verdict.Role == PageRole.Unknown)) continue;
            yield return new FrontierUrl(verdict.CanonicalUrl!, new CaptureRequest(verdict.CanonicalUrl!, "sitemap", verdict.Role == PageRole.Listing ? 0.58 : 0.3));
        }
    }
}

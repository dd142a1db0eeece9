using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Crawling;

/// <summary>Fetches a source's feeds and puts their entries into the frontier.</summary>
internal sealed class FeedWalk(SourceDefinition source, PageVisit visit, IFrontierStore frontier, ScanTally tally)
{
    public async Task RunAsync(CrawlRun run, CancellationToken cancellationToken, CancellationToken drain)
    {
        foreach (var feed in source.Feeds)
        {
            var (result, _) = await visit.FetchFileAsync(feed, cancellationToken, drain);
            if (result.Capture is not { Status: >= 200 and < 300 } capture)
            {
                Missed(result);
                continue;
            }

            await frontier.AddAsync(run, [.. Entries(FeedReader.Read(capture.Body, capture.Url))], drain);
        }
    }

    private IEnumerable<FrontierUrl> Entries(IReadOnlyList<FeedEntry> entries)
    {
        foreach (var entry in entries.Take(source.Limits.MaxPages))
        {
            var verdict = visit.Policy.Judge(entry.Url, depth: 0);
            if (verdict.Admitted) yield return new FrontierUrl(verdict.CanonicalUrl!, new CaptureRequest(verdict.CanonicalUrl!, "feed", 0.62));
            else tally.Refuse(verdict.Refusal!);
        }
    }

    private void Missed(FetchResult result)
    {
        if (result.Failure is { Kind: FetchFailureKind.Refused } refused)
        {
            tally.Refuse(refused.Code);
            return;
        }

        var failure = result.Failure ?? FetchResult.Failed($"status-{result.Capture!.Status}", FetchFailureKind.Permanent);
        tally.Error(failure.Code);
        tally.LastError = failure.Message;
        tally.Failed++;
    }
}

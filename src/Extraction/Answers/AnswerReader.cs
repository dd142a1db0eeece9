using System.Collections.Concurrent;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>
/// Reads listings of JSON answers by a definition's <see cref="JsonEndpoint"/>s: answers that were asked for, and those a rendered page
/// fetched itself. Safe for concurrent use.
/// </summary>
internal sealed class AnswerReader(Vocabulary words, DraftFinisher finisher, int maxListings)
{
    private readonly ConcurrentDictionary<JsonEndpoint, EndpointPlan> _plans = new(ReferenceEqualityComparer.Instance);

    /// <summary>What an answer holds, or null when it is none that the definition tells how to read.</summary>
    public PageExtraction? Read(Capture capture, SourceDefinition source)
    {
        if (capture.Mode != RenderMode.Http || EndpointFor(source, capture.RequestUrl, capture.Url) is not { } endpoint) return null;
        var (text, _) = PageDecoder.Decode(capture.Body.Span, capture.ResponseHeader("Content-Type") ?? "application/json; charset=utf-8");
        using var document = AnswerJson.Parse(text);
        return document is null ? null : Read(document.RootElement, endpoint, capture.RequestUrl, capture, source);
    }

    /// <summary>The page with what its own answers hold: their listings stand for the page's, their links are added.</summary>
    public PageExtraction AddAnswers(PageExtraction page, Capture capture, SourceDefinition source)
    {
        var (listings, links) = (new List<ExtractedListing>(), new List<PageLink>());
        foreach (var answer in capture.SubResources.Where(answer => answer.Status is >= 200 and < 300))
        {
            if (EndpointFor(source, answer.Url, answer.Url) is not { } endpoint) continue;
            var (text, _) = PageDecoder.Decode(answer.Body.Span, answer.ContentType);
            using var document = AnswerJson.Parse(text);
            if (document is null) continue;
            var read = Read(document.RootElement, endpoint, answer.Url, capture, source);
            if (endpoint.Complete) listings.AddRange(read.Listings);
            // The page turns its own pages: what follows an answer is not asked for behind its back.
            links.AddRange(read.Links.Where(link => link.Kind != LinkFinder.Next));
        }

        if (listings.Count == 0 && links.Count == 0) return page;
        var known = page.Links.Select(link => link.Url).ToHashSet(StringComparer.Ordinal);
        var all = page with { Links = [.. page.Links, .. links.Where(link => known.Add(link.Url))] };
        if (listings.Count == 0) return all;
        return all with { Kind = listings.Count == 1 && page.Kind == PageKind.Listing ? PageKind.Listing : PageKind.Timeline, Listings = [.. listings.Take(maxListings)] };
    }

    private PageExtraction Read(JsonElement root, JsonEndpoint endpoint, string asked, Capture capture, SourceDefinition source)
    {
        var plan = _plans.GetOrAdd(endpoint, made => new EndpointPlan(made));
        using var blank = new HtmlParser().ParseDocument("");
        var page = new PageContext(PageDom.Of(blank), blank, Uri.TryCreate(asked, UriKind.Absolute, out var url) ? url : null, capture.CapturedAt, words);
        var items = plan.Items.Select(root).Where(item => item.ValueKind == JsonValueKind.Object).ToList();
        var (listings, links) = (new List<ExtractedListing>(), new List<PageLink>());
        foreach (var item in items.Take(maxListings))
        {
            var draft = plan.Map(item, page);
            var own = page.Absolute(draft[Fields.Canonical]);
            if (plan.Link?.Text(item) is { } link && page.Absolute(link) is { } leads && !endpoint.Complete) links.Add(new(leads, LinkFinder.Listing));
            if (!draft.Has(Fields.Title) && !draft.Has(Fields.Description)) continue;
            draft.Forget(Fields.Canonical);
            draft.Offer(Fields.Canonical, own, plan.From("url"));
            listings.Add(finisher.Finish(draft, page, source.Channel, own ?? capture.Url) is var finished && own is not null && Uri.TryCreate(own, UriKind.Absolute, out var at)
                ? finished with { Record = finished.Record with { Site = at.Host } }
                : finished);
        }

        if (items.Count > 0 && Next(root, plan, asked, items.Count) is { } next) links.Add(new(next, LinkFinder.Next));
        var kind = items.Count == 0 ? PageKind.Other : !endpoint.Complete ? PageKind.List : plan.IsSingle ? PageKind.Listing : PageKind.Timeline;
        return new(capture.Url, kind, kind is PageKind.Other ? [] : listings, links);
    }

    private static string? Next(JsonElement root, EndpointPlan plan, string asked, int items)
    {
        foreach (var (series, cursor, total) in plan.Series)
        {
            if (!series.Holds(asked)) continue;
            if (total?.First(root) is { ValueKind: JsonValueKind.Number } count && count.TryGetDouble(out var all) && series.ItemsBefore(asked, items) is { } before && before + items >= all) return null;
            return series.NextUrl(asked, cursor?.First(root) is { } value ? JsonTemplate.Scalar(value) : null);
        }

        return null;
    }

    private static JsonEndpoint? EndpointFor(SourceDefinition source, string asked, string answered)
    {
        foreach (var endpoint in source.Endpoints)
        {
            if (Matches(endpoint, asked) || (!string.Equals(asked, answered, StringComparison.Ordinal) && Matches(endpoint, answered))) return endpoint;
        }

        return null;
    }

    private static bool Matches(JsonEndpoint endpoint, string address) =>
        (endpoint.Match.Count > 0 && Uri.TryCreate(address, UriKind.Absolute, out var url) && UrlPattern.AnyMatches(endpoint.Match, url.PathAndQuery)) || endpoint.Start.Any(series => series.Holds(address));
}

using Ecom389.Monitor.Core;
using Ecom389.Monitor.Crawling;
using Ecom389.Monitor.Review;
using Ecom389.Monitor.Web.Listings;

namespace Ecom389.Monitor.Web.Search;

/// <summary>What was found by one reading of what was typed.</summary>
/// <param name="Mark">The mark, or null where the words found it.</param>
public sealed record SearchGroup(ListingMark? Mark, SearchPage Found);

/// <summary>What is known of an address.</summary>
/// <param name="Url">As it was asked for.</param>
/// <param name="Hit">The listing, or null when it is not known (to this person's unit).</param>
/// <param name="LastDecision">The last one about its matter, or null.</param>
/// <param name="Source">The source that would capture it, or null when none does.</param>
/// <param name="Asked">The newest request to capture it, or null.</param>
public sealed record AddressAnswer(string Url, SearchHit? Hit, Decision? LastDecision, SourceDefinition? Source, AskedCapture? Asked);

/// <summary>What one search brought.</summary>
/// <param name="ItemId">The item or listing whose id was typed: to be opened at once.</param>
public sealed record SearchAnswer(string Typed, Guid? ItemId, AddressAnswer? Address, IReadOnlyList<SearchGroup> Groups);

/// <summary>One box for everything: words, telephone numbers in any spelling, addresses, shops, certificates, ids.</summary>
public sealed class ListingSearch(ISearchStore search, IListingStore listings, IQueueStore queue, ICaptureRequestStore requests, CaptureDesk desk, MarkIndex index)
{
    /// <summary>UTF-16 code units of a search looked at; addresses are long.</summary>
    public const int LongestTyped = 2000;

    private const int Shown = 50;

    public async Task<SearchAnswer> AnswerAsync(string typed, Actor actor, CancellationToken cancellationToken)
    {
        typed = typed.Length > LongestTyped ? typed[..LongestTyped] : typed;
        typed = typed.Trim();
        if (typed.Length == 0) return new(typed, null, null, []);
        if (Guid.TryParse(typed, out var id) && await ItemAsync(id, actor, cancellationToken) is { } item) return new(typed, item, null, []);
        if (Address(typed) is { } url) return new(typed, null, await AddressAsync(url, actor, cancellationToken), []);

        var groups = new List<SearchGroup>();
        var seen = new HashSet<Guid>();
        await index.CatchUpAsync(cancellationToken);
        foreach (var mark in Marks.Meant(typed)) Add(mark, await search.MarkAsync(mark, actor.VisibleUnits, Shown, cancellationToken));
        // Digits that are a number somebody has say nothing as words.
        if (!groups.Exists(group => group.Mark?.Kind is MarkKind.Phone)) Add(null, await search.WordsAsync(typed, actor.VisibleUnits, Shown, cancellationToken));
        return new(typed, null, null, groups);

        void Add(ListingMark? mark, SearchPage page)
        {
            var fresh = page.Hits.Where(hit => seen.Add(hit.Listing.Id)).ToList();
            if (fresh.Count > 0) groups.Add(new(mark, page with { Hits = fresh }));
        }
    }

    /// <summary>What is known of an address; null when the text is none.</summary>
    public async Task<AddressAnswer?> AddressAnswerAsync(string typed, Actor actor, CancellationToken cancellationToken) =>
        Address(typed.Trim()) is { } url ? await AddressAsync(url, actor, cancellationToken) : null;

    private async Task<AddressAnswer> AddressAsync(string url, Actor actor, CancellationToken cancellationToken)
    {
        var canonical = CanonicalUrl.TryCreate(url);
        var listing = (canonical is null ? null : await listings.FindByUrlAsync(canonical, cancellationToken)) ?? await listings.FindByUrlAsync(url, cancellationToken);
        var hit = listing is null ? null : await search.HitAsync(listing.Id, actor.VisibleUnits, cancellationToken);
        var last = hit?.Item is { } item && await queue.DecisionsAsync(item.Id, cancellationToken) is [.., var latest] ? latest : null;
        return new(url, hit, last, desk.SourceOf(url), canonical is null ? null : await requests.LatestAsync(canonical, cancellationToken));
    }

    private async Task<Guid?> ItemAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        if (await queue.FindAsync(id, cancellationToken) is { } entry) return actor.Sees(entry.Item.UnitId) ? entry.Item.Id : null;
        return await search.HitAsync(id, actor.VisibleUnits, cancellationToken) is { Item.Id: var item } ? item : null;
    }

    /// <summary>An address as people paste it, with or without its scheme.</summary>
    private static string? Address(string typed)
    {
        if (typed.Any(char.IsWhiteSpace)) return null;
        if (OutsideLink.Safe(typed) is { } url) return url;
        var host = typed.Split('/', 2)[0];
        return typed.Contains('/', StringComparison.Ordinal) && host.Contains('.', StringComparison.Ordinal) && Uri.CheckHostName(host) == UriHostNameType.Dns ? OutsideLink.Safe("https://" + typed) : null;
    }
}

using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Storage;

/// <summary>A listing with everything that can be prepared before the writer is asked.</summary>
internal sealed class Arrival
{
    public Arrival(JudgedListing listing, PageAcknowledgement page)
    {
        var record = listing.Content.Record;
        Listing = listing;
        Content = JsonText.Of(listing.Content);
        Result = JsonText.Of(listing.Result);
        (Title, Body) = SearchWords.Of(record);
        State = listing.Content.Availability is "OutOfStock" or "SoldOut" or "Discontinued" ? "sold-out" : "available";

        Seller = SellerKey.Of(page.Source.Id, record.Seller);
        _marks = new(() => TextSketch.MarksOf(record), isThreadSafe: false);
        // Of a flagged one they will be wanted: computed here, while the writer need not wait.
        if (listing.Result.Flagged) _ = _marks.Value;

        var urls = new HashSet<string>(StringComparer.Ordinal);
        Add(listing.Url);
        Add(listing.Content.CanonicalUrl);
        Add(record.Url);
        if (page is { Kind: PageKind.Listing, Listings.Count: 1 })
        {
            Add(page.Entry.CanonicalUrl);
            Add(page.Capture.RequestUrl);
            Add(page.Capture.Url);
        }
        // Too long to be fetched, but every listing is somewhere.
        if (urls.Count == 0) urls.Add(IndexedText.Key(listing.Url));
        Urls = urls;

        void Add(string? url)
        {
            if (!string.IsNullOrEmpty(url) && IndexedText.IsUrl(url)) urls.Add(url);
        }
    }

    private readonly Lazy<long[]> _marks;

    public JudgedListing Listing { get; }

    /// <summary>What ties it to the seller's other listings, or null.</summary>
    public string? Seller { get; }

    /// <summary>Bands of its words.</summary>
    public long[] Marks => _marks.Value;

    public string Content { get; }

    public string Result { get; }

    public string Title { get; }

    public string Body { get; }

    public string State { get; }

    public IReadOnlyCollection<string> Urls { get; }
}

using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Extraction;

/// <summary>Tells whether goods are made known, on offer or shown as sent, where a page or post shows it.</summary>
internal sealed class SalePhase(Vocabulary words)
{
    private const int Reach = 400;

    /// <summary>One of <see cref="ListingPhase"/>, or null where nothing shows it.</summary>
    public string? Of(ExtractedListing listing)
    {
        if (listing.Intent is not ListingIntent.Sale) return null;
        var record = listing.Record;
        var text = record.Description.Length > Reach ? record.Description[..Reach] : record.Description;
        var folded = Vocabulary.Fold(record.Title + "\n" + text);
        if (listing.Price is null && listing.Variants.Count == 0)
        {
            if (words.FindFolded("delivered", folded) is not null) return ListingPhase.Delivery;
            if (words.FindFolded("announced", folded) is not null || listing.Availability is "PreOrder" or "PreSale") return ListingPhase.Advertising;
        }

        if (listing.Price is not null || listing.Availability is "InStock" or "LimitedAvailability" || words.FindFolded("orderHere", folded) is not null) return ListingPhase.Offer;
        return record.Title.Length == 0 && record.Description.Length > 0 && listing.Phones.Count == 0 ? ListingPhase.Advertising : null;
    }
}

using Ecom389.Monitor.Core;

namespace Ecom389.Monitor.Detection.Features;

/// <summary>
/// Reads a listing's features. Words come from title, description and the attribute table, all judged alike, because sellers put the same
/// words in any of them. Facts besides the words are few and coarse on purpose: seller age, rating, sales and verification lean
/// one way or the other in every labelled set by accident, and are left to rules.
/// </summary>
public static class ListingFeatureReader
{
    private const uint AttributeSeed = 0x165667B1;
    private const uint SellerSeed = 0xD3A2646C;

    /// <summary>Feeds every feature of the listing to the sink.</summary>
    public static void Read<TSink>(FeatureSettings settings, ListingView listing, ref TSink sink)
        where TSink : struct, IListingFeatureSink, allows ref struct
    {
        for (var i = 0; i < listing.Fields.Count; i++)
        {
            var field = listing.Fields[i];
            if (field.Name is "brand" or "priceText") continue;
            ReadOnlySpan<char> value = field.Text.Value;
            ReadOnlySpan<char> folded = field.Text.Folded;
            var isAttribute = field.Name.StartsWith("attributes/", StringComparison.Ordinal);
            var seed = isAttribute ? AttributeSeed ^ NgramReader.Hash(field.Name) : SellerSeed;
            var isSeller = field.Name is "seller/name";
            var position = 0;
            while (Segmenter.TryNext(value, settings.SegmentLength, ref position, out var start, out var end))
            {
                sink.BeginSegment(i, start, end);
                if (isAttribute || isSeller) NgramReader.ReadWords(seed, folded, start, end, ref sink);
                if (!isSeller) NgramReader.Read(settings, value, folded, start, end, ref sink);
                sink.EndSegment();
            }
        }
        Whole(listing.Record, ref sink);
    }

    private static void Whole<TSink>(ListingRecord record, ref TSink sink)
        where TSink : struct, IListingFeatureSink, allows ref struct
    {
        if (record.PriceVnd is null) sink.AddWhole(NgramReader.Hash(record.PriceText.Length == 0 ? "price:none" : "price:hidden"));
        if (record.Condition is { } condition) sink.AddWhole(NgramReader.Hash("condition:" + condition));
    }
}

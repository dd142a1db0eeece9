using System.Globalization;
using Ecom389.Monitor.Detection.Products;

namespace Ecom389.Monitor.Detection.Rules;

/// <summary>
/// The facts behind a signal that quotes no words: what its conditions looked at. Amounts are whole đồng, ratios a fraction with
/// a point, dates <c>YYYY-MM-DD</c>.
/// </summary>
internal static class SignalFacts
{
    public static Dictionary<string, string> Of(Condition when, ListingView listing, PriceReferences prices)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(when, listing, prices, facts);
        return facts;
    }

    private static void Add(Condition condition, ListingView listing, PriceReferences prices, Dictionary<string, string> facts)
    {
        var record = listing.Record;
        switch (condition)
        {
            case AllOf all:
                foreach (var part in all.Parts) Add(part, listing, prices, facts);
                break;
            case AnyOf any:
                foreach (var part in any.Parts) Add(part, listing, prices, facts);
                break;
            case Not not:
                Add(not.Part, listing, prices, facts);
                break;
            case PriceRatioAtMost when prices.Compare(listing) is { } comparison:
                Put("product", comparison.Reference.Name);
                Put("price", comparison.PriceVnd);
                Put("reference", comparison.Reference.LowVnd);
                Put("referenceDate", comparison.Reference.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
                Put("ratio", comparison.Ratio.ToString("0.00", CultureInfo.InvariantCulture));
                break;
            case PriceBetween:
                Put("price", record.PriceVnd);
                break;
            case SellerIs:
                Put("joined", record.Seller.Joined);
                Put("rating", record.Seller.Rating);
                Put("sold", record.Seller.Sold);
                Put("verified", record.Seller.Verified ? "true" : "false");
                break;
            case CategoryIn:
                Put("category", record.Category);
                break;
            case GoodsConditionIn:
                Put("condition", record.Condition);
                break;
            default:
                break;
        }

        void Put(string name, object? value)
        {
            if (value is not null) facts[name] = Convert.ToString(value, CultureInfo.InvariantCulture)!;
        }
    }
}

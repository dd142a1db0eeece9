using System.Globalization;
using Ecom389.Monitor.Detection.Facts;

namespace Ecom389.Monitor.Detection.Rules;

/// <summary>
/// The facts behind a signal: what its conditions looked at. Amounts are whole đồng, ratios a fraction with a point, dates
/// <c>YYYY-MM-DD</c>.
/// </summary>
internal static class SignalFacts
{
    /// <summary>All facts, for a signal that quotes no words.</summary>
    public static Dictionary<string, string> Of(Condition when, ListingMatch match)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        Add(when, match, facts);
        return facts;
    }

    /// <summary>For a signal that quotes words: what conditions on facts add, and the other side of a contradiction; null where there is nothing.</summary>
    public static Dictionary<string, string>? BesideWords(Condition when, ListingMatch match, List<Evidence> evidence)
    {
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var condition in RuleLinter.Walk(when))
        {
            switch (condition)
            {
                case FactCondition fact:
                    fact.Describe(match.Facts, (name, value) => Put(facts, name, value));
                    break;
                case Contradicts when evidence.Count > 1:
                    var other = evidence[^1];
                    var field = match.View.Fields[other.Field];
                    var (from, to) = field.Text.ToOriginal(other.Start, other.End);
                    Put(facts, "against", field.Text.Original[from..to]);
                    Put(facts, "againstField", field.Name);
                    break;
                default:
                    break;
            }
        }
        return facts.Count == 0 ? null : facts;
    }

    private static void Add(Condition when, ListingMatch match, Dictionary<string, string> facts)
    {
        var record = match.View.Record;
        foreach (var condition in RuleLinter.Walk(when))
        {
            switch (condition)
            {
                case FactCondition fact:
                    fact.Describe(match.Facts, (name, value) => Put(facts, name, value));
                    break;
                case PriceBetween:
                    Put(facts, "price", record.PriceVnd);
                    break;
                case SellerIs:
                    Put(facts, "joined", record.Seller.Joined);
                    Put(facts, "rating", record.Seller.Rating);
                    Put(facts, "sold", record.Seller.Sold);
                    Put(facts, "verified", record.Seller.Verified ? "true" : "false");
                    break;
                case CategoryIn:
                    Put(facts, "category", record.Category);
                    break;
                case GoodsConditionIn:
                    Put(facts, "condition", record.Condition);
                    break;
                default:
                    break;
            }
        }
    }

    private static void Put(Dictionary<string, string> facts, string name, object? value)
    {
        if (value is not null) facts[name] = Convert.ToString(value, CultureInfo.InvariantCulture)!;
    }
}

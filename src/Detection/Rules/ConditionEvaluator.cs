using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Context;
using Ecom389.Monitor.Detection.Facts;
using Ecom389.Monitor.Detection.Matching;

namespace Ecom389.Monitor.Detection.Rules;

/// <summary>Tells whether conditions hold for a scanned listing, and by which words.</summary>
internal sealed class ConditionEvaluator(IReadOnlyList<Guard> guards, GoodsLexicon goods)
{
    private readonly PhraseSearch _words = new(guards);

    /// <summary>Whether the condition holds. Words that made it hold are added to <paramref name="evidence"/>, the telling ones first.</summary>
    public bool Holds(Condition condition, ListingMatch match, List<Evidence> evidence)
    {
        var record = match.View.Record;
        switch (condition)
        {
            case AllOf all:
                for (var i = 0; i < all.Parts.Count; i++)
                {
                    if (!Holds(all.Parts[i], match, evidence)) return false;
                }
                return true;
            case AnyOf any:
                for (var i = 0; i < any.Parts.Count; i++)
                {
                    var before = evidence.Count;
                    if (Holds(any.Parts[i], match, evidence)) return true;
                    evidence.RemoveRange(before, evidence.Count - before);
                }
                return false;
            case Not not:
                return !Holds(not.Part, match, []);
            case HasPhrase phrase:
                return _words.Holds(phrase, match, evidence);
            case Near near:
                return _words.Holds(near, match, evidence);
            case HasRegex regex:
                return HasRegex(regex, match, evidence);
            case CategoryIn category:
                return record.Category is { } id
                    ? category.Categories.Contains(id) != category.Excluded
                    : category.Excluded || match.View.Goods is not { } named || goods.IsNamed(named, category.Categories);
            case ChannelIn channel:
                return record.Channel is { } name && channel.Channels.Contains(name);
            case GoodsConditionIn state:
                return state.Conditions.Contains(record.Condition ?? "unknown");
            case BrandIn brand:
                return record.Brand is { } claimed && brand.Brands.Contains(claimed.Trim());
            case AttributeIs attribute:
                return AttributeHolds(attribute, match, evidence);
            case PriceBetween range:
                return record.PriceVnd is { } price && (range.AtLeast is not { } low || price >= low) && (range.AtMost is not { } high || price <= high);
            case PriceHidden:
                return record.PriceVnd is null;
            case FactCondition fact:
                return fact.Holds(match.Facts, evidence);
            case Contradicts both:
                return Holds(both.Claim, match, evidence) && Holds(both.Against, match, evidence);
            case SellerIs seller:
                return SellerHolds(seller, record.Seller, match.AsOf);
            case DatedWithin dated:
                var date = PublishedOn(record) ?? match.AsOf;
                return (dated.From is not { } from || date >= from) && (dated.To is not { } to || date <= to);
            case InCampaign campaign:
                return IsWithin(campaign.Windows, PublishedOn(record) ?? match.AsOf);
            default:
                throw new InvalidOperationException($"Unknown condition {condition.GetType().Name}.");
        }
    }

    private static bool HasRegex(HasRegex regex, ListingMatch match, List<Evidence> evidence)
    {
        if (regex.Literal.Exact.Count > 0 && !match.Occurs(regex.Literal)) return false;
        for (var field = 0; field < match.View.Fields.Count; field++)
        {
            if (!PhraseSearch.InScope(regex.Scope, match, field) || !HoldsLiteral(regex.Literal, match, field)) continue;
            foreach (var found in regex.Expression.EnumerateMatches(match.View.Fields[field].Text.Value))
            {
                if (found.Length == 0) continue;
                evidence.Add(new(field, found.Index, found.Index + found.Length));
                return true;
            }
            if (match.SecondReading(field) is not { } second) continue;
            foreach (var found in regex.Expression.EnumerateMatches(second.Value))
            {
                if (found.Length == 0) continue;
                var (start, end) = second.ToNormalised(found.Index, found.Index + found.Length);
                evidence.Add(new(field, start, end));
                return true;
            }
        }
        return false;
    }

    private static bool HoldsLiteral(PhraseSet literal, ListingMatch match, int field)
    {
        if (literal.Exact.Count == 0) return true;
        foreach (var pattern in match.PatternsOf(literal))
        {
            foreach (var hit in match.Of(pattern))
            {
                if (hit.Field == field) return true;
            }
        }
        return false;
    }

    private static bool AttributeHolds(AttributeIs attribute, ListingMatch match, List<Evidence> evidence)
    {
        var value = match.View.Record.Attributes.GetValueOrDefault(attribute.Name);
        if (attribute.Missing is { } missing && missing != string.IsNullOrWhiteSpace(value)) return false;
        if (attribute.Contains is not { } words) return true;
        var name = "attributes/" + attribute.Name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
        foreach (var pattern in match.PatternsOf(words))
        {
            foreach (var (field, hit) in match.Of(pattern))
            {
                if (!string.Equals(match.View.Fields[field].Name, name, StringComparison.Ordinal)) continue;
                evidence.Add(new(field, hit.Start, hit.End));
                return true;
            }
        }
        return false;
    }

    private static bool SellerHolds(SellerIs wanted, SellerRecord seller, DateOnly asOf)
    {
        if (wanted.Verified is { } verified && seller.Verified != verified) return false;
        if (wanted.MinSold is { } least && !(seller.Sold >= least)) return false;
        if (wanted.MaxSold is { } most && !(seller.Sold <= most)) return false;
        if (wanted.MaxRating is { } rating && !(seller.Rating <= rating)) return false;
        return wanted.MaxAgeDays is not { } days
            || (DateOnly.TryParseExact(seller.Joined, "yyyy-MM-dd", out var joined) && asOf.DayNumber - joined.DayNumber is >= 0 and var age && age <= days);
    }

    private static bool IsWithin(IReadOnlyList<CampaignWindow> windows, DateOnly date)
    {
        foreach (var window in windows)
        {
            if (date >= window.From && date <= window.To) return true;
        }
        return false;
    }

    private static DateOnly? PublishedOn(ListingRecord record) =>
        record.PostedAt is { Length: >= 10 } posted && DateOnly.TryParseExact(posted.AsSpan(0, 10), "yyyy-MM-dd", out var date) ? date : null;

    /// <summary>The first hit of the condition's words that a guard holds back, with the guard and its own words; null where none is held back.</summary>
    public (Evidence Words, Guard Guard, Evidence Cue)? HeldBack(Condition condition, ListingMatch match)
    {
        switch (condition)
        {
            case AllOf all:
                return all.Parts.Select(part => HeldBack(part, match)).FirstOrDefault(static held => held is not null);
            case AnyOf any:
                return any.Parts.Select(part => HeldBack(part, match)).FirstOrDefault(static held => held is not null);
            case HasPhrase phrase:
                return _words.HeldBack(phrase.Phrases, phrase.Scope, match);
            case Near near:
                return near.Groups.Select(group => _words.HeldBack(group, near.Scope, match)).FirstOrDefault(static held => held is not null);
            default:
                return null;
        }
    }
}

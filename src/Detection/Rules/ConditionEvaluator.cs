using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection.Context;
using Ecom389.Monitor.Detection.Facts;
using Ecom389.Monitor.Detection.Matching;

namespace Ecom389.Monitor.Detection.Rules;

/// <summary>Tells whether conditions hold for a scanned listing, and by which words.</summary>
internal sealed class ConditionEvaluator(IReadOnlyList<Guard> guards, GoodsLexicon goods)
{
    /// <summary>Whether the condition holds. Words that made it hold are added to <paramref name="evidence"/>, the telling ones first.</summary>
    public bool Holds(Condition condition, ListingMatch match, List<Evidence> evidence)
    {
        var record = match.View.Record;
        switch (condition)
        {
            case AllOf all:
                foreach (var part in all.Parts)
                {
                    if (!Holds(part, match, evidence)) return false;
                }
                return true;
            case AnyOf any:
                foreach (var part in any.Parts)
                {
                    var before = evidence.Count;
                    if (Holds(part, match, evidence)) return true;
                    evidence.RemoveRange(before, evidence.Count - before);
                }
                return false;
            case Not not:
                return !Holds(not.Part, match, []);
            case HasPhrase phrase:
                return HasPhrase(phrase, match, evidence);
            case Near near:
                return IsNear(near, match, evidence);
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

    private bool HasPhrase(HasPhrase phrase, ListingMatch match, List<Evidence> evidence)
    {
        if (First(phrase.Phrases, phrase.Scope, match) is not { } found) return false;
        evidence.Add(found);
        return true;
    }

    private Evidence? First(PhraseSet set, WordScope scope, ListingMatch match)
    {
        if (!match.Occurs(set)) return null;
        Evidence? best = null;
        foreach (var patterns in (ReadOnlySpan<IReadOnlyList<int>>)[set.Exact, set.Folded])
        {
            for (var p = 0; p < patterns.Count; p++)
            {
                foreach (var (field, hit) in match.Of(patterns[p]))
                {
                    if (best is { } known && (known.Field < field || (known.Field == field && known.Start <= hit.Start))) continue;
                    if (InScope(scope, match, field) && !IsGuarded(scope, match, field, hit)) best = new(field, hit.Start, hit.End);
                }
            }
        }
        return best;
    }

    private bool IsNear(Near near, ListingMatch match, List<Evidence> evidence)
    {
        for (var g = 0; g < near.Groups.Count; g++)
        {
            if (!match.Occurs(near.Groups[g])) return false;
        }
        var groups = new List<(int Field, PhraseHit Hit)>[near.Groups.Count];
        for (var g = 0; g < groups.Length; g++)
        {
            groups[g] = [];
            foreach (var pattern in near.Groups[g].Patterns)
            {
                foreach (var (field, hit) in match.Of(pattern))
                {
                    if (InScope(near.Scope, match, field)) groups[g].Add((field, hit));
                }
            }
            if (groups[g].Count == 0) return false;
            groups[g].Sort(static (a, b) => a.Field != b.Field ? a.Field.CompareTo(b.Field) : a.Hit.Start.CompareTo(b.Hit.Start));
        }
        var chosen = new (int Field, PhraseHit Hit)[groups.Length];
        if (!Choose(near, groups, chosen, 0, match)) return false;
        int start = int.MaxValue, end = 0;
        foreach (var (_, hit) in chosen)
        {
            start = Math.Min(start, hit.Start);
            end = Math.Max(end, hit.End);
        }
        evidence.Add(new(chosen[0].Field, start, end));
        return true;
    }

    private bool Choose(Near near, List<(int Field, PhraseHit Hit)>[] groups, (int Field, PhraseHit Hit)[] chosen, int group, ListingMatch match)
    {
        if (group == groups.Length) return true;
        foreach (var candidate in groups[group])
        {
            if (group > 0 && !Fits(near, chosen.AsSpan(0, group), candidate)) continue;
            if (IsGuarded(near.Scope, match, candidate.Field, candidate.Hit)) continue;
            chosen[group] = candidate;
            if (Choose(near, groups, chosen, group + 1, match)) return true;
        }
        return false;
    }

    private static bool Fits(Near near, ReadOnlySpan<(int Field, PhraseHit Hit)> chosen, (int Field, PhraseHit Hit) next)
    {
        var nearest = int.MaxValue;
        foreach (var (field, hit) in chosen)
        {
            if (field != next.Field) return false;
            if (!near.AcrossSentences && hit.Sentence != next.Hit.Sentence) return false;
            if (hit.Start < next.Hit.End && next.Hit.Start < hit.End) return false;
            nearest = Math.Min(nearest, Gap(hit, next.Hit));
        }
        if (!near.Ordered) return nearest <= near.Words;
        var last = chosen[^1].Hit;
        return next.Hit.Start >= last.End && Gap(last, next.Hit) <= near.Words;
    }

    /// <summary>Words between two hits that do not overlap.</summary>
    private static int Gap(PhraseHit a, PhraseHit b) => a.Start < b.Start ? b.Word - a.LastWord - 1 : a.Word - b.LastWord - 1;

    private static bool HasRegex(HasRegex regex, ListingMatch match, List<Evidence> evidence)
    {
        if (regex.Literal.Exact.Count > 0 && !match.Occurs(regex.Literal)) return false;
        for (var field = 0; field < match.View.Fields.Count; field++)
        {
            if (!InScope(regex.Scope, match, field) || !HoldsLiteral(regex.Literal, match, field)) continue;
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
        for (var p = 0; p < literal.Exact.Count; p++)
        {
            foreach (var hit in match.Of(literal.Exact[p]))
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
        foreach (var pattern in words.Patterns)
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

    private static bool InScope(WordScope scope, ListingMatch match, int field)
    {
        if (scope.Fields.Count == 0) return match.IsOrdinary(field);
        var name = match.View.Fields[field].Name;
        foreach (var wanted in scope.Fields)
        {
            if (wanted.EndsWith('/') ? name.StartsWith(wanted, StringComparison.Ordinal) : string.Equals(name, wanted, StringComparison.Ordinal)) return true;
        }
        return false;
    }

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
                return HeldBack(phrase.Phrases, phrase.Scope, match);
            case Near near:
                return near.Groups.Select(group => HeldBack(group, near.Scope, match)).FirstOrDefault(static held => held is not null);
            default:
                return null;
        }
    }

    private (Evidence, Guard, Evidence)? HeldBack(PhraseSet set, WordScope scope, ListingMatch match)
    {
        foreach (var pattern in set.Patterns)
        {
            foreach (var (field, hit) in match.Of(pattern))
            {
                if (InScope(scope, match, field) && FindGuard(scope, match, field, hit) is { } found) return (new(field, hit.Start, hit.End), found.Guard, new(field, found.Cue.Start, found.Cue.End));
            }
        }
        return null;
    }

    private bool IsGuarded(WordScope scope, ListingMatch match, int field, in PhraseHit hit) => FindGuard(scope, match, field, hit) is not null;

    private (Guard Guard, PhraseHit Cue)? FindGuard(WordScope scope, ListingMatch match, int field, in PhraseHit hit)
    {
        for (var g = 0; g < scope.Guards.Count; g++)
        {
            var guard = guards[scope.Guards[g]];
            if ((Stands(guard.Before, guard.WordsBefore, before: true, match, field, hit) ?? Stands(guard.After, guard.WordsAfter, before: false, match, field, hit)) is { } cue) return (guard, cue);
        }
        return null;
    }

    private static PhraseHit? Stands(PhraseSet words, int gap, bool before, ListingMatch match, int field, in PhraseHit hit)
    {
        if (!match.Occurs(words)) return null;
        foreach (var patterns in (ReadOnlySpan<IReadOnlyList<int>>)[words.Exact, words.Folded])
        {
            for (var p = 0; p < patterns.Count; p++)
            {
                foreach (var (cueField, cue) in match.Of(patterns[p]))
                {
                    if (cueField != field || cue.Sentence != hit.Sentence) continue;
                    var distance = before ? hit.Word - cue.LastWord - 1 : cue.Word - hit.LastWord - 1;
                    if (distance >= 0 && distance <= gap) return cue;
                }
            }
        }
        return null;
    }
}

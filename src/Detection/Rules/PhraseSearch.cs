using Ecom389.Monitor.Detection.Matching;

namespace Ecom389.Monitor.Detection.Rules;

/// <summary>Looks for phrases in a scanned listing: one alone or several near each other, in their scope, and not where a guard takes their meaning away.</summary>
internal sealed class PhraseSearch(IReadOnlyList<Guard> guards)
{
    private readonly Guard[] _guards = [.. guards];

    /// <summary>Whether one of the phrases occurs; the first place is added to the evidence.</summary>
    public bool Holds(HasPhrase phrase, ListingMatch match, List<Evidence> evidence)
    {
        if (First(phrase.Phrases, phrase.Scope, match) is not { } found) return false;
        evidence.Add(found);
        return true;
    }

    /// <summary>Whether a phrase of each group occurs near the others; the whole stretch is added to the evidence.</summary>
    public bool Holds(Near near, ListingMatch match, List<Evidence> evidence)
    {
        for (var g = 0; g < near.Groups.Count; g++)
        {
            if (!match.Occurs(near.Groups[g])) return false;
        }
        var groups = match.NearGroups(near.Groups.Count);
        for (var g = 0; g < groups.Length; g++)
        {
            foreach (var pattern in match.PatternsOf(near.Groups[g]))
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

    /// <summary>The first hit of a set's words that a guard holds back, with the guard and its own words; null where none is held back.</summary>
    public (Evidence Words, Guard Guard, Evidence Cue)? HeldBack(PhraseSet set, WordScope scope, ListingMatch match)
    {
        foreach (var pattern in match.PatternsOf(set))
        {
            foreach (var (field, hit) in match.Of(pattern))
            {
                if (InScope(scope, match, field) && FindGuard(scope, match, field, hit) is { } found) return (new(field, hit.Start, hit.End), found.Guard, new(field, found.Cue.Start, found.Cue.End));
            }
        }
        return null;
    }

    /// <summary>Whether words are looked for in a field.</summary>
    public static bool InScope(WordScope scope, ListingMatch match, int field)
    {
        if (scope.Fields.Count == 0) return match.IsOrdinary(field);
        var name = match.View.Fields[field].Name;
        foreach (var wanted in scope.Fields)
        {
            if (wanted.EndsWith('/') ? name.StartsWith(wanted, StringComparison.Ordinal) : string.Equals(name, wanted, StringComparison.Ordinal)) return true;
        }
        return false;
    }

    private Evidence? First(PhraseSet set, WordScope scope, ListingMatch match)
    {
        Evidence? best = null;
        foreach (var pattern in match.PatternsOf(set))
        {
            foreach (var (field, hit) in match.Of(pattern))
            {
                if (best is { } known && (known.Field < field || (known.Field == field && known.Start <= hit.Start))) continue;
                if (InScope(scope, match, field) && FindGuard(scope, match, field, hit) is null) best = new(field, hit.Start, hit.End);
            }
        }
        return best;
    }

    private bool Choose(Near near, ReadOnlySpan<List<(int Field, PhraseHit Hit)>> groups, Span<(int Field, PhraseHit Hit)> chosen, int group, ListingMatch match)
    {
        if (group == groups.Length) return true;
        foreach (var candidate in groups[group])
        {
            if (group > 0 && !Fits(near, chosen[..group], candidate)) continue;
            chosen[group] = candidate;
            // Guards are asked last: few candidates have neighbours that fit.
            if (Choose(near, groups, chosen, group + 1, match) && FindGuard(near.Scope, match, candidate.Field, candidate.Hit) is null) return true;
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

    private (Guard Guard, PhraseHit Cue)? FindGuard(WordScope scope, ListingMatch match, int field, in PhraseHit hit)
    {
        for (var g = 0; g < scope.Guards.Count; g++)
        {
            var guard = _guards[scope.Guards[g]];
            if ((Stands(guard.Before, guard.WordsBefore, before: true, match, field, hit) ?? Stands(guard.After, guard.WordsAfter, before: false, match, field, hit)) is { } cue) return (guard, cue);
        }
        return null;
    }

    private static PhraseHit? Stands(PhraseSet words, int gap, bool before, ListingMatch match, int field, in PhraseHit hit)
    {
        if (!match.Occurs(words)) return null;
        foreach (var pattern in match.PatternsOf(words))
        {
            foreach (var (cueField, cue) in match.Of(pattern))
            {
                if (cueField != field || cue.Sentence != hit.Sentence) continue;
                var distance = before ? hit.Word - cue.LastWord - 1 : cue.Word - hit.LastWord - 1;
                if (distance >= 0 && distance <= gap) return cue;
            }
        }
        return null;
    }
}

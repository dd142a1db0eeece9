namespace Ecom389.Monitor.Detection.Rules;

/// <summary>Which conditions are worth evaluating for a listing: those of whose necessary phrases at least one occurred, and those that need none.</summary>
internal sealed class RuleTriggers
{
    private readonly List<int>?[] _byPattern;
    private readonly List<int> _always = [];

    public RuleTriggers(int patternCount, IReadOnlyList<Condition> conditions)
    {
        _byPattern = new List<int>?[patternCount];
        for (var c = 0; c < conditions.Count; c++)
        {
            if (Necessary(conditions[c]) is not { } patterns)
            {
                _always.Add(c);
                continue;
            }
            foreach (var pattern in patterns) (_byPattern[pattern] ??= []).Add(c);
        }
    }

    /// <summary>Indexes of the conditions to evaluate, ascending, each once.</summary>
    public List<int> Candidates(ListingMatch match)
    {
        var found = new List<int>(_always);
        foreach (var pattern in match.Touched)
        {
            if (_byPattern[pattern] is { } conditions) found.AddRange(conditions);
        }
        found.Sort();
        // Sorted: what occurs twice stands side by side.
        var kept = 0;
        for (var i = 0; i < found.Count; i++)
        {
            if (kept == 0 || found[kept - 1] != found[i]) found[kept++] = found[i];
        }
        found.RemoveRange(kept, found.Count - kept);
        return found;
    }

    /// <summary>Patterns of which one must occur for the condition to hold; null where it may hold without words.</summary>
    private static HashSet<int>? Necessary(Condition condition) => condition switch
    {
        HasPhrase phrase => [.. phrase.Phrases.Patterns],
        Near near => near.Groups.Select(static group => group.Patterns.ToHashSet()).MinBy(static set => set.Count),
        HasRegex { Literal.Exact.Count: > 0 } regex => [.. regex.Literal.Exact],
        AttributeIs { Contains: { } words } => [.. words.Patterns],
        AllOf all => all.Parts.Select(Necessary).Where(static set => set is not null).MinBy(static set => set!.Count),
        AnyOf any => Union(any.Parts.Select(Necessary)),
        Facts.Contradicts both => Necessary(new AllOf([both.Claim, both.Against])),
        _ => null,
    };

    private static HashSet<int>? Union(IEnumerable<HashSet<int>?> sets)
    {
        var union = new HashSet<int>();
        foreach (var set in sets)
        {
            if (set is null) return null;
            union.UnionWith(set);
        }
        return union;
    }
}

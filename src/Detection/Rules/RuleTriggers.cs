using System.Numerics;
using Ecom389.Monitor.Detection.Facts;

namespace Ecom389.Monitor.Detection.Rules;

/// <summary>
/// Which conditions are worth evaluating for a listing: those of whose necessary phrases at least one occurred, and those that need none; of
/// these, those for which every set of phrases that they cannot do without occurred.
/// </summary>
internal sealed class RuleTriggers
{
    private const int MostOnStack = 256;

    private readonly int[]?[] _byPattern;
    private readonly ulong[] _always;
    private readonly int[][] _needs;
    private readonly Condition[][] _settled;

    public RuleTriggers(int patternCount, IReadOnlyList<Condition> conditions)
    {
        var byPattern = new List<int>?[patternCount];
        _always = new ulong[(conditions.Count + 63) >> 6];
        _needs = [.. conditions.Select(static condition => Needs(condition).Distinct().ToArray())];
        _settled = [.. conditions.Select(static condition => condition is AllOf all ? all.Parts.Where(IsOfRecord).ToArray() : [])];
        for (var c = 0; c < conditions.Count; c++)
        {
            if (Necessary(conditions[c]) is not { } patterns)
            {
                _always[c >> 6] |= 1UL << c;
                continue;
            }
            foreach (var pattern in patterns) (byPattern[pattern] ??= []).Add(c);
        }
        _byPattern = Array.ConvertAll(byPattern, static list => list?.ToArray());
    }

    /// <summary>Indexes of the conditions to evaluate, ascending, each once.</summary>
    /// <param name="found">Is cleared and filled.</param>
    public void Candidates(ListingMatch match, List<int> found)
    {
        found.Clear();
        Span<ulong> bits = _always.Length <= MostOnStack ? stackalloc ulong[_always.Length] : new ulong[_always.Length];
        _always.CopyTo(bits);
        var touched = match.Touched;
        for (var t = 0; t < touched.Count; t++)
        {
            if (_byPattern[touched[t]] is not { } conditions) continue;
            foreach (var condition in conditions) bits[condition >> 6] |= 1UL << condition;
        }
        for (var word = 0; word < bits.Length; word++)
        {
            for (var rest = bits[word]; rest != 0; rest &= rest - 1)
            {
                var condition = (word << 6) + BitOperations.TrailingZeroCount(rest);
                if (HasNeeds(condition, match)) found.Add(condition);
            }
        }
    }

    /// <summary>Of a condition's parts those that the record alone settles, which cost next to nothing and show no words: asked first.</summary>
    public ReadOnlySpan<Condition> OfRecord(int condition) => _settled[condition];

    private bool HasNeeds(int condition, ListingMatch match)
    {
        foreach (var set in _needs[condition])
        {
            if (!match.Occurs(set)) return false;
        }
        return true;
    }

    /// <summary>Sets of which each must have a phrase in the listing for the condition to hold.</summary>
    private static IEnumerable<int> Needs(Condition condition) => condition switch
    {
        HasPhrase phrase => [phrase.Phrases.Id],
        Near near => near.Groups.Select(static group => group.Id),
        HasRegex { Literal.Exact.Count: > 0 } regex => [regex.Literal.Id],
        AttributeIs { Contains: { } words } => [words.Id],
        AllOf all => all.Parts.SelectMany(Needs),
        Contradicts both => Needs(both.Claim).Concat(Needs(both.Against)),
        _ => [],
    };

    private static bool IsOfRecord(Condition condition) => condition switch
    {
        CategoryIn or ChannelIn or GoodsConditionIn or BrandIn or PriceBetween or PriceHidden => true,
        Not not => IsOfRecord(not.Part),
        _ => false,
    };

    /// <summary>Patterns of which one must occur for the condition to hold; null where it may hold without words.</summary>
    private static HashSet<int>? Necessary(Condition condition) => condition switch
    {
        HasPhrase phrase => [.. phrase.Phrases.Patterns],
        Near near => near.Groups.Select(static group => group.Patterns.ToHashSet()).MinBy(static set => set.Count),
        HasRegex { Literal.Exact.Count: > 0 } regex => [.. regex.Literal.Exact],
        AttributeIs { Contains: { } words } => [.. words.Patterns],
        AllOf all => all.Parts.Select(Necessary).Where(static set => set is not null).MinBy(static set => set!.Count),
        AnyOf any => Union(any.Parts.Select(Necessary)),
        Contradicts both => Necessary(new AllOf([both.Claim, both.Against])),
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

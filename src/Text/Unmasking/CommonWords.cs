using System.Collections.Frozen;
using Ecom389.Monitor.Text.Normalising;

namespace Ecom389.Monitor.Text.Unmasking;

/// <summary>How common words are in sellers' texts (<c>common-words.txt</c>), with and without their diacritics.</summary>
internal static class CommonWords
{
    private static readonly FrozenDictionary<string, int> Ranks = Load();

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> Lookup = Ranks.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Of each form without diacritics, the words that become it, the commonest first.</summary>
    private static readonly FrozenDictionary<string, string[]> Forms = Ranks.Keys.GroupBy(static word => Normaliser.Normalise(word).Folded, StringComparer.Ordinal)
        .ToFrozenDictionary(static group => group.Key, static group => group.OrderBy(static word => Ranks[word]).ToArray(), StringComparer.Ordinal);

    /// <summary>Number of ranks.</summary>
    public static int Count { get; } = Ranks.Values.Max() + 1;

    /// <summary>0 for the commonest word; -1 for one that is not listed.</summary>
    public static int Rank(ReadOnlySpan<char> word) => Lookup.TryGetValue(word, out var rank) ? rank : -1;

    /// <summary>What a word costs in a cut: the logarithm of how seldom it is, by Zipf's law.</summary>
    public static int Price(int rank) => (int)(Math.Log((rank + 1.0) * Math.Log(Count)) * 16);

    /// <summary>The words that are this one without diacritics, itself among them, the commonest first; none where it is not listed.</summary>
    public static IReadOnlyList<string> FormsOf(string folded) => Forms.GetValueOrDefault(folded) ?? [];

    private static FrozenDictionary<string, int> Load()
    {
        var ranks = new Dictionary<string, int>(StringComparer.Ordinal);
        var rank = 0;
        foreach (var word in EmbeddedData.Lines("common-words.txt").SelectMany(static line => line.Split(' ')))
        {
            var settled = Normaliser.Normalise(word);
            ranks.TryAdd(settled.Value, rank);
            // Without diacritics a word is as common as the commonest of those that lose them.
            ranks.TryAdd(settled.Folded, rank);
            rank++;
        }
        return ranks.ToFrozenDictionary(StringComparer.Ordinal);
    }
}

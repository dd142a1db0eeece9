using System.Globalization;
using System.Text;
using Ecom389.Monitor.Learning.Corpus;

namespace Ecom389.Monitor.Bench.Lowo;

/// <summary>
/// TF-IDF of words 1-2 and characters 1-5 as the peers read them: title, description, attributes and price as one lower-cased text,
/// diacritics kept, hashed to 2^20 columns, rows of length one. Document frequencies are those of the labelled listings; they hold no label.
/// </summary>
internal sealed class PeerFeatures
{
    private const int Columns = 1 << 20;
    private const int WordMax = 2;
    private const int CharMax = 5;

    /// <summary>Rows in LIBLINEAR's text format, without the label.</summary>
    public static string[] Rows(IReadOnlyList<LabelledListing> labelled, IReadOnlyList<LabelledListing> ordinary)
    {
        var counts = labelled.Concat(ordinary).Select(Count).ToList();
        var frequency = new int[Columns];
        foreach (var row in counts.Take(labelled.Count))
            foreach (var column in row.Keys) frequency[column]++;
        return [.. counts.Select(row => Row(row, frequency, labelled.Count))];
    }

    private static string Row(SortedDictionary<int, int> counts, int[] frequency, int listings)
    {
        // What occurs in one listing or none only can teach nothing; leaving it out halves the files.
        var values = counts.Where(pair => frequency[pair.Key] >= 2)
            .Select(pair => (Column: pair.Key + 1, Value: pair.Value * (Math.Log((1.0 + listings) / (1 + frequency[pair.Key])) + 1))).ToList();
        var length = Math.Sqrt(values.Sum(value => value.Value * value.Value));
        var text = new StringBuilder();
        foreach (var (column, value) in values) text.Append(' ').Append(column).Append(':').Append((value / length).ToString("0.####", CultureInfo.InvariantCulture));
        return text.ToString();
    }

    private static SortedDictionary<int, int> Count(LabelledListing labelled)
    {
        var listing = labelled.Listing;
        var text = $"{listing.Title}\n{listing.Description}\n{string.Join('\n', listing.Attributes.Select(pair => pair.Key + " " + pair.Value))}\n{listing.PriceText}".ToLowerInvariant();
        var counts = new SortedDictionary<int, int>();
        for (var start = 0; start < text.Length; start++)
            for (var length = 1; length <= CharMax && start + length <= text.Length; length++) Add('c', text.AsSpan(start, length));
        var words = text.Split([' ', '\n', '\t', ',', '.', '!', '?', ';', '(', ')', '"'], StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < words.Length; i++)
        {
            for (var count = 1; count <= WordMax && i + count <= words.Length; count++) Add('w', string.Join(' ', words, i, count));
        }
        return counts;

        void Add(char kind, ReadOnlySpan<char> gram)
        {
            var hash = (2166136261u ^ kind) * 16777619u;
            foreach (var c in gram) hash = (hash ^ c) * 16777619u;
            hash ^= hash >> 15;
            hash *= 0x85EBCA6Bu;
            hash ^= hash >> 13;
            var column = (int)(hash & (Columns - 1));
            counts[column] = counts.GetValueOrDefault(column) + 1;
        }
    }
}

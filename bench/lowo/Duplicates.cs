using Ecom389.Monitor.Learning.Corpus;

namespace Ecom389.Monitor.Bench.Lowo;

/// <summary><c>lowo duplicates</c>: how many listings of each of our writers are nearly the same as another: of the same writer, of another of ours, of the shared sets, of the real ones.</summary>
internal static class Duplicates
{
    private const double Alike = 0.5;

    public static void Execute(Arguments arguments)
    {
        List<LabelledListing> own = [.. arguments.Corpus.Order(StringComparer.Ordinal).SelectMany(CorpusReader.Read)];
        List<LabelledListing> shared = [.. Workload.SharedFiles(arguments.Data).SelectMany(CorpusReader.Read)];
        List<LabelledListing> real = [.. Workload.OrdinaryFiles(arguments.Data).Take(1).SelectMany(CorpusReader.Read)];
        List<LabelledListing> all = [.. own, .. shared, .. real];
        var pairs = NearDuplicates.Find([.. all.Select(NearDuplicates.TextOf)], Alike, CancellationToken.None);
        var hits = Enumerable.Range(0, 4).Select(_ => new HashSet<int>()).ToArray();
        foreach (var pair in pairs)
        {
            Note(pair.First, pair.Second);
            Note(pair.Second, pair.First);
        }
        Print.Line($"Listings with a near-duplicate (Jaccard of five-character shingles ≥ {Alike:F1}), mirror pairs of one writer included:\n");
        Print.Line($"| writer | listings | within the writer | other writers of ours | shared sets | real listings |");
        Print.Line($"| --- | --- | --- | --- | --- | --- |");
        foreach (var writer in all.Take(own.Count + shared.Count).Select(listing => listing.Writer).Distinct(StringComparer.Ordinal))
        {
            var rows = Enumerable.Range(0, own.Count + shared.Count).Where(i => string.Equals(all[i].Writer, writer, StringComparison.Ordinal)).ToList();
            Print.Line($"| {writer} | {rows.Count} | {Share(0)} | {Share(1)} | {Share(2)} | {Share(3)} |");

            string Share(int kind) => FormattableString.Invariant($"{rows.Count(hits[kind].Contains)} ({100.0 * rows.Count(hits[kind].Contains) / rows.Count:F1} %)");
        }

        void Note(int of, int with)
        {
            var kind = string.Equals(all[of].Writer, all[with].Writer, StringComparison.Ordinal) ? 0
                : with < own.Count ? 1
                : with < own.Count + shared.Count ? 2 : 3;
            hits[kind].Add(of);
        }
    }
}

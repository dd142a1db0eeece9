using Ecom389.Monitor.Learning.Evaluation;
using Ecom389.Monitor.Learning.Training;

namespace Ecom389.Monitor.Bench.Lowo;

/// <summary><c>lowo ablation</c>: what each setting of the classifier is worth, by the writers left out, those of our own apart.</summary>
internal static class Ablation
{
    /// <summary>Settings of the heads, each fitted anew.</summary>
    private static readonly (string Name, string[] Settings)[] Variants =
    [
        ("as shipped", []),
        ("cue segments do not teach the listing head", ["CueRowWeight=0"]),
        ("character n-grams also with diacritics", ["ExactCharacters=true"]),
        ("a bucket must occur with two writers", ["MinimumWriters=2"]),
        ("clean listings count twice", ["CleanWeight=2"]),
        ("listing head regularised more", ["ListingC=10"]),
        ("half the buckets", ["Bits=18"]),
    ];

    /// <summary>Settings of the final head, on the heads as shipped.</summary>
    private static readonly (string Name, string[] Settings)[] FinalVariants =
    [
        ("… the final head hears all rules", ["RulesWithheld=0"]),
        ("… more rules withheld", ["RulesWithheld=0.6"]),
        ("… a segment is evidence from -1", ["EvidenceBar=-1"]),
    ];

    public static void Execute(Arguments arguments, Workload work)
    {
        List<PreparedListing> all = [.. work.Shared, .. work.Own];
        List<string> shared = [.. work.SharedWriters.Where(arguments.Measures)];
        List<string> own = [.. work.OwnWriters.Where(arguments.Measures)];
        Print.Line($"Writers left out: {string.Join(", ", shared.Concat(own))}.\n");
        Print.Line($"| variant | shared: mean R@0.2 | least | PR-AUC | ECE | own: mean R@0.2 | least | PR-AUC | listing head alone, shared R@0.2 | own R@0.2 |");
        Print.Line($"| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var (name, assignments) in Variants)
        {
            var settings = assignments.Aggregate(arguments.Settings, Arguments.Set);
            var run = assignments.Length == 0 && arguments.Sayings is [var kept, ..]
                ? Sayings.Load(kept, settings, work, [.. shared, .. own])
                : work.LeaveOut(settings, all, [.. shared, .. own], codes: false);
            Row(name, run, shared.Count);
            if (assignments.Length > 0) continue;
            foreach (var (finalName, final) in FinalVariants) Row(finalName, run.With(final.Aggregate(settings, Arguments.Set)), shared.Count);
        }
    }

    private static void Row(string name, LeaveOneWriterOut run, int sharedWriters)
    {
        var (shared, own) = Split(run.MeasureStack(CancellationToken.None), sharedWriters);
        var (textShared, textOwn) = Split(run.Measure(row => row.Input.Listing), sharedWriters);
        Print.Line($"| {name} | {Mean(shared, result => result.RecallAtFieldRate):F3} | {Least(shared):F3} | {Mean(shared, result => result.PrAuc):F3} | {Mean(shared, result => result.Ece):F3} | {Mean(own, result => result.RecallAtFieldRate):F3} | {Least(own):F3} | {Mean(own, result => result.PrAuc):F3} | {Mean(textShared, result => result.RecallAtFieldRate):F3} | {Mean(textOwn, result => result.RecallAtFieldRate):F3} |");
    }

    private static double Mean(List<WriterResult> results, Func<WriterResult, double> of) => results.Count == 0 ? double.NaN : results.Average(of);

    private static double Least(List<WriterResult> results) => results.Count == 0 ? double.NaN : results.Min(result => result.RecallAtFieldRate);

    private static (List<WriterResult> Shared, List<WriterResult> Own) Split(IReadOnlyList<WriterResult> results, int shared) => ([.. results.Take(shared)], [.. results.Skip(shared)]);
}

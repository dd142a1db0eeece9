using Ecom389.Monitor.Learning.Evaluation;
using Ecom389.Monitor.Learning.Training;

namespace Ecom389.Monitor.Bench.Lowo;

/// <summary><c>lowo ablation</c>: what each setting of the classifier is worth, by the writers left out, those of our own apart.</summary>
internal static class Ablation
{
    private static readonly (string Name, string[] Settings)[] Variants =
    [
        ("as shipped", []),
        ("cue segments do not teach the listing head", ["CueRowWeight=0"]),
        ("cue segments teach twice as much", ["CueRowWeight=1"]),
        ("character n-grams also with diacritics", ["ExactCharacters=true"]),
        ("character n-grams from 3", ["CharMin=3"]),
        ("a bucket must occur with two writers", ["MinimumWriters=2"]),
        ("a bucket must occur in three listings", ["MinimumListings=3"]),
        ("clean listings count twice", ["CleanWeight=2"]),
        ("short rows stay short", ["ListingFloor=3000"]),
        ("listing head regularised more", ["ListingC=10"]),
        ("half the buckets", ["Bits=18"]),
    ];

    public static void Execute(Arguments arguments, Workload work)
    {
        List<PreparedListing> all = [.. work.Shared, .. work.Own];
        Print.Line($"| variant | shared: mean R@0.2 | least | PR-AUC | ECE | own: mean R@0.2 | PR-AUC | listing head alone, shared R@0.2 | own R@0.2 |");
        Print.Line($"| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        foreach (var (name, assignments) in Variants)
        {
            var settings = assignments.Aggregate(arguments.Settings, Arguments.Set);
            var run = work.LeaveOut(settings, all, [.. work.SharedWriters, .. work.OwnWriters], codes: false);
            var (shared, own) = Split(run.MeasureStack(CancellationToken.None), work.SharedWriters.Count);
            var (textShared, textOwn) = Split(run.Measure(row => row.Input.Listing), work.SharedWriters.Count);
            Print.Line($"| {name} | {shared.Average(result => result.RecallAtFieldRate):F3} | {shared.Min(result => result.RecallAtFieldRate):F3} | {shared.Average(result => result.PrAuc):F3} | {shared.Average(result => result.Ece):F3} | {own.Average(result => result.RecallAtFieldRate):F3} | {own.Average(result => result.PrAuc):F3} | {textShared.Average(result => result.RecallAtFieldRate):F3} | {textOwn.Average(result => result.RecallAtFieldRate):F3} |");
        }
    }

    private static (List<WriterResult> Shared, List<WriterResult> Own) Split(IReadOnlyList<WriterResult> results, int shared) => ([.. results.Take(shared)], [.. results.Skip(shared)]);
}

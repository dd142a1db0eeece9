using Ecom389.Monitor.Learning.Evaluation;
using Ecom389.Monitor.Learning.Training;

namespace Ecom389.Monitor.Bench.Lowo;

/// <summary>
/// <c>lowo curve</c>: what each batch of our own corpus is worth. Batches are added to the shared sets some at a time; every
/// step is scored on writers that it has not read: our own, each left out (those not yet added teach nothing), and the hardest shared ones.
/// </summary>
internal static class Curve
{
    private static readonly string[] HardShared = ["dev-a", "dev-c", "dev-e", "dev-l", "dev-m"];
    private const int BatchesAStep = 4;

    public static void Execute(Arguments arguments, Workload work)
    {
        List<string> hard = [.. work.SharedWriters.Where(writer => HardShared.Contains(writer, StringComparer.Ordinal) && arguments.Measures(writer))];
        List<string> measured = [.. hard, .. work.OwnWriters.Where(arguments.Measures)];
        List<PreparedListing> all = [.. work.Shared, .. work.Own];
        List<string> batches = [.. work.Own.Select(listing => listing.Source.Writer).Distinct(StringComparer.Ordinal)];
        Print.Line($"| training | listings | hard shared: mean R@0.2 | PR-AUC | own: mean R@0.2 | PR-AUC | {string.Join(" | ", measured)} |");
        Print.Line($"| --- | --- | --- | --- | --- | --- |{string.Concat(measured.Select(_ => " --- |"))}");
        for (var count = batches.Count % BatchesAStep; count <= batches.Count; count += BatchesAStep)
        {
            var silent = batches.Skip(count).ToHashSet(StringComparer.Ordinal);
            // The last step is what the whole table measures: with its heads' sayings at hand nothing is fitted again.
            var run = count == batches.Count && arguments.Sayings is [var kept, ..]
                ? Sayings.Load(kept, arguments.Settings, work, measured)
                : work.LeaveOut(arguments.Settings, all, measured, codes: false, silent);
            var results = run.MeasureStack(CancellationToken.None);
            List<WriterResult> shared = [.. results.Take(hard.Count)];
            List<WriterResult> own = [.. results.Skip(hard.Count)];
            var name = count == 0 ? "shared sets" : "+ " + string.Join(", ", batches.Take(count).TakeLast(BatchesAStep));
            Print.Line($"| {name} | {all.Count(listing => !silent.Contains(listing.Source.Writer))} | {shared.Average(result => result.RecallAtFieldRate):F3} | {shared.Average(result => result.PrAuc):F3} | {own.Average(result => result.RecallAtFieldRate):F3} | {own.Average(result => result.PrAuc):F3} | {string.Join(" | ", results.Select(result => FormattableString.Invariant($"{result.RecallAtFieldRate:F3}")))} |");
        }
    }
}

using Ecom389.Monitor.Learning.Evaluation;
using Ecom389.Monitor.Learning.Training;

namespace Ecom389.Monitor.Bench.Lowo;

/// <summary>
/// <c>lowo table</c>: every shared writer left out, without and with our own corpus in training, LIBLINEAR on the same splits beside
/// it; then each writer of our own, whom neither rules' authors nor settings were tuned on.
/// </summary>
internal static class WholeTable
{
    public static int Execute(Arguments arguments, Workload work)
    {
        if (arguments.Liblinear && !Liblinear.IsHere)
        {
            Console.Error.WriteLine($"{Liblinear.Train} is missing: install Debian's liblinear-tools (scripts/prerequisites.sh, need_liblinear), or give --no-liblinear.");
            return 2;
        }
        List<PreparedListing> all = [.. work.Shared, .. work.Own];
        var kept = arguments.Sayings is [var withOwn, var withoutOwn] ? (With: Sayings.Load(withOwn, arguments.Settings, work), Without: Sayings.Load(withoutOwn, arguments.Settings, work)) : default;
        var run = kept.With ?? work.LeaveOut(arguments.Settings, all, [.. work.SharedWriters, .. work.OwnWriters], codes: true);
        var without = (kept.Without ?? work.LeaveOut(arguments.Settings, work.Shared, work.SharedWriters, codes: true)).MeasureStack(CancellationToken.None);
        var whole = run.MeasureStack(CancellationToken.None);
        List<WriterResult> with = [.. whole.Where(result => work.SharedWriters.Contains(result.Writer, StringComparer.Ordinal))];
        List<WriterResult> own = [.. whole.Where(result => work.OwnWriters.Contains(result.Writer, StringComparer.Ordinal))];
        var peerWithout = arguments.Liblinear ? Liblinear.Measure(work, work.Shared, work.SharedWriters, arguments.Peers, "without") : null;
        var peerWith = arguments.Liblinear ? Liblinear.Measure(work, all, work.SharedWriters, arguments.Peers, "with") : null;

        Print.Line($"### Shared sets, each left out in turn, our own corpus in training\n");
        Sides(with, without, peerWith, peerWithout);
        Print.Line($"\n### Our own writers, each left out in turn\n");
        Print.Head();
        foreach (var result in own) Print.Row(result);
        Print.Mean("mean", own);
        Print.Line($"\n### What the parts say alone (shared sets, our own corpus in training)\n");
        Print.Head();
        Print.Mean("rules alone", Shared(run.Measure(row => row.Input.RuleFor + row.Input.RuleAgainst)));
        Print.Mean("listing head alone", Shared(run.Measure(row => row.Input.Listing)));
        Print.Mean("segment head alone", Shared(run.Measure(row => row.Input.Strongest)));
        Print.Mean("whole", with);
        Print.Line($"\n### Codes and slices, shared sets and our own");
        Print.Pools(whole);
        Print.Line($"\n### Codes and slices, shared sets only");
        Print.Pools(with);
        Print.Line($"\n### The same without our own corpus in training");
        Print.Pools(without);
        return 0;

        List<WriterResult> Shared(IReadOnlyList<WriterResult> results) => [.. results.Take(work.SharedWriters.Count)];
    }

    private static void Sides(List<WriterResult> with, IReadOnlyList<WriterResult> without, IReadOnlyList<WriterResult>? peerWith, IReadOnlyList<WriterResult>? peerWithout)
    {
        Print.Line($"| writer | listings | suspicious | R@0.2 | PR-AUC | P@R0.9 | ECE | R@0.2 without own | LIBLINEAR R@0.2 | PR-AUC | P@R0.9 | ECE | R@0.2 without own |");
        Print.Line($"| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        for (var i = 0; i < with.Count; i++)
        {
            var ours = with[i];
            var peer = peerWith is null ? "– | – | – | – | –" : FormattableString.Invariant($"{peerWith[i].RecallAtFieldRate:F3} | {peerWith[i].PrAuc:F3} | {peerWith[i].PrecisionAtRecall90:F3} | {peerWith[i].Ece:F3} | {peerWithout![i].RecallAtFieldRate:F3}");
            Print.Line($"| {ours.Writer} | {ours.Listings} | {ours.Suspicious} | {ours.RecallAtFieldRate:F3} | {ours.PrAuc:F3} | {ours.PrecisionAtRecall90:F3} | {ours.Ece:F3} | {without[i].RecallAtFieldRate:F3} | {peer} |");
        }
        Print.Line($"");
        Print.Head();
        Print.Mean("ours, with own corpus", with);
        Print.Mean("ours, without", without);
        if (peerWith is not null) Print.Mean("LIBLINEAR, with own corpus", peerWith);
        if (peerWithout is not null) Print.Mean("LIBLINEAR, without", peerWithout);
    }
}

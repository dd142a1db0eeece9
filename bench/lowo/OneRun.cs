using System.Globalization;
using Ecom389.Monitor.Learning.Evaluation;
using Ecom389.Monitor.Learning.Training;

namespace Ecom389.Monitor.Bench.Lowo;

/// <summary><c>lowo one</c>: leaves writers out under one setting, and looks at what went wrong.</summary>
internal static class OneRun
{
    public static void Execute(Arguments arguments, Workload work)
    {
        var writers = work.SharedWriters.Concat(work.OwnWriters).Where(writer => arguments.Only.Count == 0 || arguments.Only.Contains(writer)).ToList();
        var run = work.LeaveOut(arguments.Settings, [.. work.Shared, .. work.Own], writers, arguments.Codes);
        if (arguments.Save is { } file) Sayings.Save(file, run);
        var stack = run.MeasureStack(CancellationToken.None);
        Print.Head();
        foreach (var result in stack) Print.Row(result);
        Split("whole", stack);
        Split("listing head alone", run.Measure(row => row.Input.Listing));
        Split("segment head alone", run.Measure(row => row.Input.Strongest));
        Split("rules alone", run.Measure(row => row.Input.RuleFor + row.Input.RuleAgainst));
        Print.Pools(stack);
        var (weights, bias) = StackTrainer.Fit(run.OutOfFold, arguments.Settings, CancellationToken.None);
        Print.Line($"final head on all: {string.Join(' ', weights.Select(weight => weight.ToString("F2", CultureInfo.InvariantCulture)))} bias {bias:F2}");
        foreach (var writer in arguments.Top > 0 ? writers : []) Worst(run, stack, writer, arguments.Top);

        void Split(string name, IReadOnlyList<WriterResult> results)
        {
            List<WriterResult> shared = [.. results.Where(result => work.SharedWriters.Contains(result.Writer, StringComparer.Ordinal))];
            List<WriterResult> own = [.. results.Where(result => work.OwnWriters.Contains(result.Writer, StringComparer.Ordinal))];
            if (shared.Count > 0) Print.Mean(name + ", shared", shared);
            if (own.Count > 0) Print.Mean(name + ", own", own);
        }
    }

    private static void Worst(LeaveOneWriterOut run, IReadOnlyList<WriterResult> stack, string writer, int top)
    {
        var score = run.Stack(writer, CancellationToken.None);
        Print.Line($"--- {writer}: highest ordinary listings");
        foreach (var (row, value) in run.HighestOrdinary(writer, score, top)) Console.WriteLine(Line(row, value));
        var threshold = stack.First(result => string.Equals(result.Writer, writer, StringComparison.Ordinal)).Threshold;
        Print.Line($"--- {writer}: suspicious, below {threshold:F3}");
        foreach (var row in run.OutOfFold.Where(row => string.Equals(row.Listing.Source.Writer, writer, StringComparison.Ordinal) && row.Listing.Source.Label.Suspicious && score(row) <= threshold).OrderBy(score))
            Console.WriteLine(Line(row, score(row)));
    }

    private static string Line(OutOfFold row, double score)
    {
        var listing = row.Listing.Source.Listing;
        var text = $"{listing.Title} / {listing.Description}".ReplaceLineEndings(" / ");
        return string.Create(CultureInfo.InvariantCulture, $"{score:F3} {listing.Id} text {row.Input.Listing:F1} cue {row.Input.Strongest:F1} rules {row.Input.RuleFor:F1}{row.Input.RuleAgainst:+0.0;-0.0;-0} [{string.Join(',', row.Listing.Source.Label.Violations)}] {(text.Length > 260 ? text[..260] : text)} <{string.Join(" | ", row.Listing.Source.Label.Cues)}>");
    }
}

using Ecom389.Monitor.Detection.Model;
using Ecom389.Monitor.Learning.Training;

namespace Ecom389.Monitor.Learning.Evaluation;

/// <summary>How a model does on a writer that it has never read.</summary>
/// <param name="RecallAtFieldRate">Recall at the threshold that at most 0.2 % of the ordinary listings exceed (R@0.2).</param>
/// <param name="Threshold">That threshold.</param>
/// <param name="PrAuc">Average precision.</param>
/// <param name="PrecisionAtRecall90">Best precision at recall 0.9 or more.</param>
/// <param name="Ece">Expected calibration error over ten equal-mass bins, on the listings weighted to the labelled mix.</param>
public sealed record WriterResult(string Writer, int Listings, int Suspicious, double RecallAtFieldRate, double Threshold, double PrAuc, double PrecisionAtRecall90, double Ece);

/// <summary>
/// Leaves each writer out in turn: text heads are fitted on the others; the final head on what heads that had not seen a writer say of
/// it, for all writers but the one left out. Ordinary listings are judged by the same heads and only measured.
/// </summary>
public sealed class LeaveOneWriterOut
{
    private readonly TrainingSettings _settings;
    private readonly Dictionary<string, (List<OutOfFold> Held, List<OutOfFold> Ordinary)> _judged = new(StringComparer.Ordinal);
    private readonly List<string> _writers;

    private LeaveOneWriterOut(TrainingSettings settings, List<string> writers)
    {
        _settings = settings;
        _writers = writers;
    }

    /// <summary>Fits one set of heads a writer.</summary>
    /// <param name="measured">The writers to leave out; the others only teach.</param>
    public static LeaveOneWriterOut Run(
        TrainingSettings settings,
        IReadOnlyList<PreparedListing> listings,
        IReadOnlyList<PreparedListing> ordinary,
        IReadOnlyList<string> measured,
        IReadOnlyList<string> codes,
        Action<string>? progress,
        CancellationToken cancellation)
    {
        var run = new LeaveOneWriterOut(settings, [.. measured]);
        var table = new FeatureTable(settings.Features);
        foreach (var listing in listings) table.Add(listing.View, listing.Source.Label.Cues);
        Parallel.ForEach(measured, new ParallelOptions { MaxDegreeOfParallelism = settings.Parallel, CancellationToken = cancellation }, writer =>
        {
            var rows = Enumerable.Range(0, listings.Count).Where(i => !IsBy(listings[i], writer)).ToList();
            var judge = Trainer.Judge(TextHeads.Fit(table, listings, rows, codes, settings, cancellation), settings);
            var held = listings.Where(listing => IsBy(listing, writer)).Select(listing => Trainer.Say(judge, listing)).ToList();
            var field = ordinary.Select(listing => Trainer.Say(judge, listing)).ToList();
            lock (run._judged) run._judged[writer] = (held, field);
            progress?.Invoke($"{writer} left out");
        });
        return run;
    }

    /// <summary>Every measured listing by heads that had not seen its writer.</summary>
    public IReadOnlyList<OutOfFold> OutOfFold => [.. _writers.SelectMany(writer => _judged[writer].Held)];

    /// <summary>What the heads that left a writer out say of its listings and of the ordinary ones.</summary>
    public IEnumerable<(string Writer, OutOfFold Row)> AllSayings => _writers.SelectMany(writer => _judged[writer].Held.Concat(_judged[writer].Ordinary).Select(row => (writer, row)));

    /// <summary>The result of a score made of the heads' sayings.</summary>
    public IReadOnlyList<WriterResult> Measure(Func<string, Func<OutOfFold, double>> scorer) => [.. _writers.Select(writer => MeasureOne(writer, scorer(writer)))];

    /// <summary>The whole scorer's result.</summary>
    public IReadOnlyList<WriterResult> MeasureStack(CancellationToken cancellation) => Measure(writer => Stack(writer, cancellation));

    /// <summary>The final score for a writer that neither heads nor final head have seen.</summary>
    public Func<OutOfFold, double> Stack(string writer, CancellationToken cancellation)
    {
        var others = _writers.Where(other => _writers.Count == 1 || !string.Equals(other, writer, StringComparison.Ordinal)).SelectMany(other => _judged[other].Held).ToList();
        var (weights, bias) = StackTrainer.Fit(others, _settings.LabelledPrior, cancellation);
        return row => TextModel.Probability(Logit(weights, bias, row.Input));
    }

    /// <summary>The highest ordinary listings by a score, with the heads that left this writer out.</summary>
    public IReadOnlyList<(OutOfFold Row, double Score)> HighestOrdinary(string writer, Func<OutOfFold, double> score, int count) =>
        [.. _judged[writer].Ordinary.Select(row => (row, score(row))).OrderByDescending(pair => pair.Item2).Take(count)];

    private WriterResult MeasureOne(string writer, Func<OutOfFold, double> score)
    {
        var (held, ordinary) = _judged[writer];
        var points = held.Select(row => new Scored(score(row), row.Listing.Source.Label.Suspicious)).ToList();
        var threshold = ordinary.GroupBy(row => row.Listing.Source.Writer, StringComparer.Ordinal)
            .Select(file => RankingMetrics.ThresholdFor(file.Select(score), _settings.FalseAlarmRate)).DefaultIfEmpty(0).Max();
        return new(
            writer,
            points.Count,
            points.Count(point => point.Positive),
            RankingMetrics.RecallAbove(points, threshold),
            threshold,
            RankingMetrics.AveragePrecision(points),
            RankingMetrics.PrecisionAtRecall(points, 0.9),
            Calibration.Ece(points, 10, _settings.LabelledPrior));
    }

    private static double Logit(double[] weights, double bias, StackInput input)
    {
        Span<float> terms = stackalloc float[StackInput.Terms];
        input.Write(terms);
        var sum = bias;
        for (var i = 0; i < terms.Length; i++) sum += weights[i] * terms[i];
        return sum;
    }

    private static bool IsBy(PreparedListing listing, string writer) => string.Equals(listing.Source.Writer, writer, StringComparison.Ordinal);
}

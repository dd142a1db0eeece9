using Ecom389.Monitor.Detection.Model;
using Ecom389.Monitor.Detection.Scoring;
using Ecom389.Monitor.Learning.Corpus;
using Ecom389.Monitor.Learning.Training;

namespace Ecom389.Monitor.Learning.Evaluation;

/// <summary>
/// Leaves each writer out in turn: text heads are fitted on the others, without near-duplicates of what is left out; the final head
/// on what heads that had not seen a writer say of it, for all writers but the one left out. Ordinary listings are judged by the
/// same heads and only measured. A score is held to the flag threshold where there is no evidence, as the scorer does.
/// </summary>
public sealed class LeaveOneWriterOut
{
    private readonly TrainingSettings _settings;
    private readonly List<string> _writers;
    private readonly List<string> _codes;
    private readonly Dictionary<string, (List<OutOfFold> Held, List<OutOfFold> Ordinary)> _judged = new(StringComparer.Ordinal);

    private LeaveOneWriterOut(TrainingSettings settings, List<string> writers, List<string> codes)
    {
        _settings = settings;
        _writers = writers;
        _codes = codes;
    }

    /// <summary>Fits one set of heads a writer.</summary>
    /// <param name="measured">The writers to leave out; the others only teach.</param>
    /// <param name="codes">Violation codes that get heads; empty leaves them out and saves their time.</param>
    /// <param name="alike">Near-duplicates across writers, by index into <paramref name="listings"/>.</param>
    /// <param name="silent">Writers that never teach text heads, only are measured.</param>
    public static LeaveOneWriterOut Run(
        TrainingSettings settings,
        IReadOnlyList<PreparedListing> listings,
        IReadOnlyList<PreparedListing> ordinary,
        IReadOnlyList<string> measured,
        IReadOnlyList<string> codes,
        IReadOnlyList<NearDuplicate> alike,
        IReadOnlySet<string> silent,
        CancellationToken cancellation)
    {
        var run = new LeaveOneWriterOut(settings, [.. measured], [.. codes]);
        var table = new FeatureTable(settings.Features);
        foreach (var listing in listings) table.Add(listing.View, listing.Source.Label.Cues);
        Parallel.ForEach(measured, new ParallelOptions { MaxDegreeOfParallelism = settings.Parallel, CancellationToken = cancellation }, writer =>
        {
            var rows = TrainingRows([.. listings.Select(listing => listing.Source)], writer, alike).Where(i => !silent.Contains(listings[i].Source.Writer)).ToList();
            var judge = Trainer.Judge(TextHeads.Fit(table, listings, rows, codes, settings, cancellation), settings);
            var held = listings.Where(listing => IsBy(listing.Source, writer)).Select(listing => Trainer.Say(judge, listing)).ToList();
            var field = ordinary.Select(listing => Trainer.Say(judge, listing)).ToList();
            lock (run._judged) run._judged[writer] = (held, field);
        });
        return run;
    }

    /// <summary>What heads said earlier: of each measured writer its listings and the ordinary ones.</summary>
    public static LeaveOneWriterOut Of(TrainingSettings settings, IReadOnlyDictionary<string, (List<OutOfFold> Held, List<OutOfFold> Ordinary)> judged, IReadOnlyList<string> codes)
    {
        var run = new LeaveOneWriterOut(settings, [.. judged.Keys], [.. codes]);
        foreach (var (writer, rows) in judged) run._judged.Add(writer, rows);
        return run;
    }

    /// <summary>The same heads under another final head: settings that only concern it (rules withheld, evidence) need no fitting of heads.</summary>
    public LeaveOneWriterOut With(TrainingSettings settings)
    {
        var other = new LeaveOneWriterOut(settings, _writers, _codes);
        foreach (var (writer, judged) in _judged) other._judged.Add(writer, judged);
        return other;
    }

    /// <summary>What may teach when a writer is left out: the listings of the others that are not nearly the same as one of its own.</summary>
    public static IReadOnlyList<int> TrainingRows(IReadOnlyList<LabelledListing> listings, string writer, IReadOnlyList<NearDuplicate> alike)
    {
        var dropped = new HashSet<int>();
        foreach (var pair in alike)
        {
            if (IsBy(listings[pair.First], writer)) dropped.Add(pair.Second);
            if (IsBy(listings[pair.Second], writer)) dropped.Add(pair.First);
        }
        return [.. Enumerable.Range(0, listings.Count).Where(i => !IsBy(listings[i], writer) && !dropped.Contains(i))];
    }

    /// <summary>Every measured listing by heads that had not seen its writer.</summary>
    public IReadOnlyList<OutOfFold> OutOfFold => [.. _writers.SelectMany(writer => _judged[writer].Held)];

    /// <summary>What the heads that left a writer out say of its listings and of the ordinary ones.</summary>
    public IEnumerable<(string Writer, OutOfFold Row)> AllSayings => _writers.SelectMany(writer => _judged[writer].Held.Concat(_judged[writer].Ordinary).Select(row => (writer, row)));

    /// <summary>The result of a score made of the heads' sayings, without the final head.</summary>
    public IReadOnlyList<WriterResult> Measure(Func<OutOfFold, double> score) => [.. _writers.Select(writer => MeasureOne(writer, score, codes: null))];

    /// <summary>The whole scorer's result.</summary>
    public IReadOnlyList<WriterResult> MeasureStack(CancellationToken cancellation) =>
        [.. _writers.Select(writer =>
        {
            var score = Stack(writer, cancellation);
            return MeasureOne(writer, score, NamedCodes(writer, score, cancellation));
        })];

    /// <summary>The final score for a writer that neither heads nor final head have seen; without evidence it stays below 0.5 and so out of every threshold's reach.</summary>
    public Func<OutOfFold, double> Stack(string writer, CancellationToken cancellation)
    {
        var (weights, bias) = StackTrainer.Fit(Others(writer), _settings, cancellation);
        return row =>
        {
            var score = TextModel.Probability(Logit(weights, bias, row.Input));
            return FlagGrounds.Has(row.Listing.View, row.Listing.Signals, row.Input.Strongest, _settings.EvidenceBar) ? score : Math.Min(score, WithoutEvidence);
        };
    }

    /// <summary>The highest ordinary listings by a score, with the heads that left this writer out.</summary>
    public IReadOnlyList<(OutOfFold Row, double Score)> HighestOrdinary(string writer, Func<OutOfFold, double> score, int count) =>
        [.. _judged[writer].Ordinary.Select(row => (row, score(row))).OrderByDescending(pair => pair.Item2).Take(count)];

    private const double WithoutEvidence = 0.5;

    private List<OutOfFold> Others(string writer) =>
        [.. _writers.Where(other => _writers.Count == 1 || !string.Equals(other, writer, StringComparison.Ordinal)).SelectMany(other => _judged[other].Held)];

    private Dictionary<string, Proportion>? NamedCodes(string writer, Func<OutOfFold, double> score, CancellationToken cancellation)
    {
        if (_codes.Count == 0) return null;
        var stack = StackTrainer.FitCodes(Others(writer), _codes, cancellation);
        var named = new Dictionary<string, Proportion>(StringComparer.Ordinal);
        foreach (var row in _judged[writer].Held)
        {
            var shares = stack.Shares(row, _codes);
            foreach (var code in row.Listing.Source.Label.Violations)
            {
                var index = _codes.IndexOf(code);
                var known = named.GetValueOrDefault(code) ?? new(0, 0);
                named[code] = new(known.Hits + (index >= 0 && shares[index] * score(row) >= 0.5 ? 1 : 0), known.Of + 1);
            }
        }
        return named;
    }

    private WriterResult MeasureOne(string writer, Func<OutOfFold, double> score, IReadOnlyDictionary<string, Proportion>? codes)
    {
        var (held, ordinary) = _judged[writer];
        return WriterResult.Of(writer, Judge(held), Judge(ordinary), _settings.FalseAlarmRate, _settings.LabelledPrior, codes);

        List<ScoredListing> Judge(List<OutOfFold> rows) => [.. rows.Select(row => new ScoredListing(row.Listing.Source, score(row)))];
    }

    private static double Logit(double[] weights, double bias, StackInput input)
    {
        Span<float> terms = stackalloc float[StackInput.Terms];
        input.Write(terms);
        var sum = bias;
        for (var i = 0; i < terms.Length; i++) sum += weights[i] * terms[i];
        return sum;
    }

    private static bool IsBy(LabelledListing listing, string writer) => string.Equals(listing.Writer, writer, StringComparison.Ordinal);
}

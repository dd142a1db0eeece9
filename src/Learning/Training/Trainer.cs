using Ecom389.Monitor.Core;
using Ecom389.Monitor.Detection;
using Ecom389.Monitor.Detection.Model;
using Ecom389.Monitor.Learning.Corpus;
using Ecom389.Monitor.Learning.Evaluation;

namespace Ecom389.Monitor.Learning.Training;

/// <summary>A fitted model.</summary>
/// <param name="Bytes">The model file.</param>
/// <param name="Model">The same, read back.</param>
/// <param name="OutOfFold">Every training listing as judged by heads that had not seen its writer.</param>
public sealed record TrainedModel(byte[] Bytes, TextModel Model, IReadOnlyList<OutOfFold> OutOfFold);

/// <summary>
/// Fits a model: text heads out of fold by writer, the final head on their scores, then the text heads on everything; the flag
/// threshold on ordinary listings that nothing was trained on. The same listings always give the same bytes.
/// </summary>
public sealed class Trainer
{
    private readonly TrainingSettings _settings;
    private readonly IReadOnlyList<ISignalSource> _sources;
    private readonly Action<string>? _progress;

    /// <param name="sources">Whose signals the final head weighs: the same that will score.</param>
    /// <param name="progress">Told of each step, in English.</param>
    public Trainer(TrainingSettings settings, IReadOnlyList<ISignalSource> sources, Action<string>? progress = null)
    {
        _settings = settings;
        _sources = sources;
        _progress = progress;
    }

    /// <summary>Fits on labelled listings.</summary>
    /// <param name="listings">At least two writers, both verdicts.</param>
    /// <param name="data">SHA-256 of each data file by name, for the header.</param>
    /// <param name="ordinary">Ordinary listings of the field, to set the flag threshold by; empty: the clean ones out of fold set it.</param>
    /// <param name="asOf">The day that rules are read as of.</param>
    public TrainedModel Train(IReadOnlyList<LabelledListing> listings, IReadOnlyDictionary<string, string> data, IReadOnlyList<LabelledListing> ordinary, DateOnly asOf, CancellationToken cancellation)
    {
        var writers = listings.Select(listing => listing.Writer).ToList();
        if (writers.Distinct(StringComparer.Ordinal).Count() < 2 || listings.All(listing => listing.Label.Suspicious) || !listings.Any(listing => listing.Label.Suspicious))
            throw new InvalidInputException("Training needs listings of at least two writers (files), suspicious and clean ones.");
        _progress?.Invoke($"preparing {listings.Count} listings");
        var prepared = RuleSupport.Apply(PreparedListing.Prepare(listings, _sources, asOf));
        var table = new FeatureTable(_settings.Features);
        foreach (var listing in prepared) table.Add(listing.View, listing.Source.Label.Cues);
        var codes = listings.SelectMany(listing => listing.Label.Violations).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();

        var outOfFold = JudgeOutOfFold(prepared, table, writers, codes, cancellation);
        var (stack, bias) = StackTrainer.Fit(outOfFold, _settings, cancellation);
        var codeStack = StackTrainer.FitCodes(outOfFold, codes, cancellation);
        _progress?.Invoke("fitting on all listings");
        var heads = TextHeads.Fit(table, prepared, [.. Enumerable.Range(0, prepared.Count)], codes, _settings, cancellation);

        var header = new ModelHeader
        {
            FeatureVersion = _settings.Features.Version,
            Settings = _settings.Features,
            Data = data,
            Listings = listings.Count,
            Suspicious = listings.Count(listing => listing.Label.Suspicious),
            ListingFloor = _settings.ListingFloor,
            SegmentFloor = _settings.SegmentFloor,
            Stack = stack,
            StackBias = bias,
            CodeStack = codeStack.Weights,
            CodeBiases = codeStack.Biases,
            CodeLeanings = codeStack.Leanings,
            LabelledPrior = _settings.LabelledPrior,
            FieldPrior = _settings.FieldPrior,
            FlagThreshold = 1,
            EvidenceBar = _settings.EvidenceBar,
            ThresholdFrom = "",
            Bars = NoBars,
        };
        var model = new TextModel(header, heads.Scales, heads.Listing, heads.Segment, heads.Codes, "");
        header = WithThreshold(header, model, outOfFold, PreparedListing.Prepare(ordinary, _sources, asOf));
        header = header with { Bars = BarsOf(header, model, outOfFold) };
        var bytes = ModelFile.Write(header, heads.Scales, heads.Listing, heads.Segment, heads.Codes);
        return new(bytes, ModelFile.Read(bytes, "model.bin"), outOfFold);
    }

    private List<OutOfFold> JudgeOutOfFold(IReadOnlyList<PreparedListing> listings, FeatureTable table, List<string> writers, List<string> codes, CancellationToken cancellation)
    {
        var count = Math.Min(_settings.Folds, writers.Distinct(StringComparer.Ordinal).Count());
        var foldOf = WriterFolds.Deal(writers, count);
        var judged = new OutOfFold[listings.Count];
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = _settings.Parallel, CancellationToken = cancellation }, fold =>
        {
            var rows = Enumerable.Range(0, listings.Count).Where(i => foldOf[i] != fold).ToList();
            var judge = Judge(TextHeads.Fit(table, listings, rows, codes, _settings, cancellation), _settings);
            for (var i = 0; i < listings.Count; i++)
                if (foldOf[i] == fold) judged[i] = Say(judge, listings[i]);
            _progress?.Invoke($"fold {fold + 1} of {count} fitted");
        });
        return [.. judged];
    }

    /// <summary>A judge of heads that have no final head yet.</summary>
    public static ListingJudge Judge(TextHeads heads, TrainingSettings settings)
    {
        var header = new ModelHeader
        {
            FeatureVersion = settings.Features.Version,
            Settings = settings.Features,
            Data = new Dictionary<string, string>(StringComparer.Ordinal),
            Listings = 0,
            Suspicious = 0,
            ListingFloor = settings.ListingFloor,
            SegmentFloor = settings.SegmentFloor,
            Stack = new double[StackInput.Terms],
            StackBias = 0,
            CodeStack = new double[CodeTerms.Count],
            CodeBiases = new double[heads.Codes.Count],
            CodeLeanings = CodeLeanings.None,
            LabelledPrior = settings.LabelledPrior,
            FieldPrior = settings.FieldPrior,
            FlagThreshold = 1,
            EvidenceBar = settings.EvidenceBar,
            ThresholdFrom = "",
            Bars = NoBars,
        };
        return new(new(header, heads.Scales, heads.Listing, heads.Segment, heads.Codes, ""));
    }

    /// <summary>What text heads and rules say of a listing.</summary>
    public static OutOfFold Say(ListingJudge judge, PreparedListing listing)
    {
        var reading = judge.Read(listing.View, static (_, _, _) => true);
        var input = new StackInput(reading.Listing, reading.Strongest?.Logit ?? StackInput.Floor, reading.Second?.Logit ?? StackInput.Floor, listing.Rules.For, listing.Rules.Against);
        return new(listing, input, reading.Codes);
    }

    private static readonly QualityBars NoBars = new(0, 0, 0, 1, 1);

    /// <summary>The out-of-fold figures less what another writer's voice may cost.</summary>
    private QualityBars BarsOf(ModelHeader header, TextModel model, List<OutOfFold> outOfFold)
    {
        var points = outOfFold.Select(row => new Scored(TextModel.Probability(model.Logit(row.Input)), row.Listing.Source.Label.Suspicious)).ToList();
        return new(
            Least(RankingMetrics.AveragePrecision(points)),
            Least(RankingMetrics.PrecisionAtRecall(points, 0.9)),
            Least(RankingMetrics.RecallAbove(points, header.FlagThreshold)),
            Math.Round(Calibration.Ece(points, 10, header.LabelledPrior) + _settings.BarAllowance, 3),
            _settings.FalseAlarmRate);

        double Least(double value) => Math.Round(Math.Max(0, value - _settings.BarAllowance), 3);
    }

    /// <summary>The threshold at half the allowed rate, so that other ordinary listings than these have room; evened out upwards.</summary>
    private ModelHeader WithThreshold(ModelHeader header, TextModel model, List<OutOfFold> outOfFold, IReadOnlyList<PreparedListing> ordinary)
    {
        List<double> scores;
        string from;
        if (ordinary.Count > 0)
        {
            var judge = new ListingJudge(model);
            scores = [.. ordinary.Select(listing => model.Logit(Say(judge, listing).Input)).Select(TextModel.Probability)];
            from = "ordinary listings";
        }
        else
        {
            scores = [.. outOfFold.Where(row => !row.Listing.Source.Label.Suspicious).Select(row => TextModel.Probability(model.Logit(row.Input)))];
            from = "clean training listings out of fold";
        }
        var threshold = Math.Ceiling(RankingMetrics.ThresholdFor(scores, _settings.FalseAlarmRate / 2) * 1000) / 1000;
        var over = scores.Count(score => score > threshold);
        return header with { FlagThreshold = Math.Min(threshold, 0.999), ThresholdFrom = $"{over} of {scores.Count} {from} are above it" };
    }
}
